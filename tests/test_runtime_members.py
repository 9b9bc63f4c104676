"""Members: what names mean on values, which overload a call chooses, what collections, XML and random numbers do, and
that nothing of Python shows through.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ems.app.clock import SystemClock
from ems.runtime import current
from ems.runtime.errors import NetError, Terminating
from ems.runtime.host import BufferHost
from ems.runtime.members import Method, Property, find_member, get_member, invoke, members_of, set_member
from ems.runtime.session import Session


def new_session() -> Session:
    return Session(BufferHost(), clock=SystemClock())


def run(text: str) -> list[Any]:
    session = new_session()
    return [each if isinstance(each, bool | int | float) else session.to_string(each) for each in session.invoke(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Properties, added members, member enumeration
        ("'abc'.Length; 'abc'.length; $x = 'LENGTH'; 'abc'.$x", [3, 3, 3]),
        ("('ab', 'c').Length; ('ab', 'c').ToUpper(); (('ab', 'c') | ForEach-Object Length)", [2, "AB", "C", 2, 1]),
        ("@{ Count = 9 }.Count; @{}.Count; @{ a = 1 }.A", [9, 0, 1]),
        ("(5).Count; $null.Count; (5)[0]", [1, 0, 5]),
        ("$o = [pscustomobject]@{ b = 1; a = 2 }; $o.psobject.Properties.Name -join ','", ["b,a"]),
        ("$s = 'x' | Add-Member NoteProperty n 5 -PassThru; $s.n; $s", [5, "x"]),
        ("$o = [pscustomobject]@{ a = 1 }; $o | Add-Member ScriptMethod m { param($x) $this.a + $x }; $o.m(4)", [5]),
        ("$o = [pscustomobject]@{ a = 1 }; $o.psobject.Properties.Remove('a'); $null -eq $o.a", ["True"]),
        ("(1..4).Where({ $_ % 2 }, 'First'); (1..3).ForEach({ $_ * 2 }); ('a', 'b').ForEach('ToUpper')",
         [1, 2, 4, 6, "A", "B"]),
        # Overloads
        ("[math]::Max(1, 2.5); [math]::Max(1.5, 2)", [2, 2.0]),
        ("[string]::Join('-', @(1, 2, 3)); [string]::Join('-', [Collections.Generic.List[int]](1, 2))",
         ["1-2-3", "1-2"]),
        ("foreach ($x in 1, 'a', 2.5, [char]'c') { [Convert]::ToString($x) }", ["1", "a", "2.5", "c"]),
        ("'a,b;c'.Split(',;') -join '|'; 'a,b,c'.Split(',', 2) -join '|'", ["a|b|c", "a|b,c"]),
        ("[array]::Find([int[]](1, 2, 3), [Predicate[int]] { $args[0] -gt 1 })", [2]),
        ("[array]::FindAll([int[]](1, 2, 3), [Predicate[int]] { $args[0] -gt 1 }).GetType().Name", ["Int32[]"]),
        ("$n = 0; [int]::TryParse('12', [ref]$n); $n", [True, 12]),
        ("'abc'.Substring.OverloadDefinitions", ["string Substring(int startIndex)",
                                                 "string Substring(int startIndex, int length)"]),
        # Collections
        ("$l = [Collections.ArrayList](3, 1, 2); $l.Sort(); $l.RemoveAt(0); \"$l\"", ["2 3"]),
        ("$d = [Collections.Generic.Dictionary[string, int]]::new(); $d.Add('a', '5'); $d['a'].GetType().Name",
         ["Int32"]),
        ("$h = [Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase); "
         "$h.Add('a'); $h.Add('A')",
         [True, False]),
        ("$o = [ordered]@{ z = 1; a = 2 }; $o[0]; $o.Insert(0, 'q', 9); $o.Keys -join ','", [1, "q,z,a"]),
        ("[Collections.Generic.List[object]]::new().ToArray().GetType().Name", ["Object[]"]),
        ("@{ Shape = 1; Color = 2; Number = 3 }.Keys -join ','", ["Shape,Color,Number"]),
        ("$q = [Collections.Generic.Queue[int]]::new(); $q.Enqueue(1); $q.Enqueue(2); $q.Dequeue(); $q.Count", [1, 1]),
        # Numbers from a seed are those of .NET Framework
        ("[Random]::new(42).Next(); [Random]::new(42).Next(1000); [Random]::new(1).Next(5, 10)", [1434747710, 668, 6]),
        # Text, patterns, time, addresses
        ("[regex]::Replace('a1b22', '\\d+', { param($m) \"<$($m.Value)>\" })", ["a<1>b<22>"]),
        ("[Text.StringBuilder]::new('ab').Append(1).Insert(0, '>').ToString()", [">ab1"]),
        ("[TimeZoneInfo]::FindSystemTimeZoneById('india standard time').BaseUtcOffset", ["05:30:00"]),
        ("([Net.Mail.MailAddress]'Bob B <bob@x.example>').DisplayName; \"$([ipaddress]'::1')\"", ["Bob B", "::1"]),
        ("[Net.ServicePointManager]::SecurityProtocol = 'Tls12'; [Net.ServicePointManager]::SecurityProtocol",
         ["Tls12"]),
        # XML
        ("$x = [xml]'<r><i n=\"1\">a</i><i n=\"2\">b</i></r>'; $x.r.i[1].n; $x.r.i.'#text'", [2, "a", "b"]),
        ("$x = [xml]'<r><i n=\"1\"/></r>'; $x.r.i.n = '2'; $x.OuterXml", ['<r><i n="2" /></r>']),
        ("([xml]'<r><a>1</a><b><a>2</a></b></r>').SelectNodes('//a[. > 1]').InnerText", ["2"]),
        ("$x = [xml]'<r xmlns=\"urn:x\"><a>1</a></r>'; $n = [Xml.XmlNamespaceManager]::new($x.NameTable); "
         "$n.AddNamespace('q', 'urn:x'); $x.SelectSingleNode('//q:a', $n).InnerText", ["1"]),
        # Types and reflection
        ("[string].GetMethod('Trim', [type[]]@()).ToString(); [int].IsValueType", ["System.String Trim()", True]),
        ("[Activator]::CreateInstance([datetime], 2020, 1, 2).Year", [2020]),
        # Type data
        ("Update-TypeData -TypeName System.String -MemberType ScriptProperty -MemberName Loud "
         "-Value { \"$this!\" } -Force; 'a'.Loud", ["a!"]),
    ],
)  # fmt: skip
def test_values(text: str, expected: list[Any]) -> None:
    assert [str(each) for each in run(text)] == [str(each) for each in expected]


@pytest.mark.parametrize(
    ("text", "identifier", "message"),
    [
        ("$null.foo()", "InvokeMethodOnNull", "You cannot call a method on a null-valued expression."),
        ("'a'.nope()", "MethodNotFound",
         "Method invocation failed because [System.String] does not contain a method named 'nope'."),
        ("'a'.Length = 2", "PropertyAssignmentException", "'Length' is a ReadOnly property."),
        ("'abc'.Substring(9)", "ArgumentOutOfRangeException",
         'Exception calling "Substring" with "1" argument(s): "startIndex cannot be larger than length of string.\n'
         'Parameter name: startIndex"'),
        ("'abc'.Substring()", "MethodCountCouldNotFindBest",
         'Cannot find an overload for "Substring" and the argument count: "0".'),
        ("'abc'.Substring('x')", "MethodArgumentConversionInvalidCastArgument",
         'Cannot convert argument "startIndex", with value: "x", for "Substring" to type "System.Int32": '
         '"Cannot convert value "x" to type "System.Int32". Error: "Input string was not in a correct format.""'),
        ("@{ a = 1 }.Add('A', 2)", "ArgumentException",
         "Exception calling \"Add\" with \"2\" argument(s): \"Item has already been added. Key in dictionary: 'a'  Key "
         "being added: 'A'\""),
        ("(1, 2).Add(3)", "NotSupportedException",
         'Exception calling "Add" with "1" argument(s): "Collection was of a fixed size."'),
        ("Set-StrictMode -Version 2; ([pscustomobject]@{ a = 1 }).b", "PropertyNotFoundStrict",
         "The property 'b' cannot be found on this object. Verify that the property exists."),
        ("$x = [xml]'<r a=\"1\"/>'; $x.r.a = 5", "XmlNodeSetShouldBeAString",
         'Cannot set "a" because only strings can be used as values to set XmlNode properties.'),
        ("[TimeZoneInfo]::FindSystemTimeZoneById('Nope')", "TimeZoneNotFoundException",
         'Exception calling "FindSystemTimeZoneById" with "1" argument(s): "The time zone ID \'Nope\' was '
         'not found on the local computer."'),
        ("[nosuch.type]", "TypeNotFound", "Unable to find type [nosuch.type]."),
    ],
)  # fmt: skip
def test_errors(text: str, identifier: str, message: str) -> None:
    with pytest.raises(Terminating) as caught:
        new_session().invoke(f"$ErrorActionPreference = 'Stop'; {text}")
    record = caught.value.record
    assert record.fully_qualified_error_id == identifier
    assert str(record.exception.message) == message


VALUES = (
    "1", "'a'", "2.5", "[decimal]1", "$true", "[char]'a'", "@(1, 2)", "[int[]](1, 2)", "@{ a = 1 }",
    "[ordered]@{ a = 1 }",
    "[pscustomobject]@{ a = 1 }", "{ 1 }", "[datetime]'2020-01-01'", "[timespan]1", "[guid]::Empty", "[version]'1.2'",
    "[uri]'http://a/'", "[xml]'<a/>'", "[regex]'a'", "[Text.StringBuilder]::new()", "[Collections.ArrayList](1, 2)",
    "[IO.MemoryStream]::new()", "[cultureinfo]::InvariantCulture", "[int]", "[exception]::new('x')", "$Host",
    "$ExecutionContext", "[Net.Mail.MailAddress]'a@b.c'", "[ipaddress]'1.2.3.4'", "[dayofweek]::Monday",
    "[Random]::new(1)", "[Collections.Generic.List[int]]::new()", "(Get-Command Get-Date)", "(Get-Variable PID)",
)  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_python_does_not_show_through(text: str) -> None:
    """No attribute of the Python object behind a value is a member of it, unless .NET has a member of that name."""
    session = new_session()
    (value,) = session.invoke(f"Write-Output -NoEnumerate ({text})")
    with current.use(session):
        for name in {*dir(value), *dir(getattr(value, "base", None)), "__class__", "__globals__"} - {"count"}:
            member = find_member(value, name)
            assert member is None or not name.startswith("__") or name.lower() == "value__", (text, name)
            if member is None:
                found = get_member(value, name)
                assert found is None or (isinstance(found, list) and not any(found)), (text, name)


@pytest.mark.parametrize("text", VALUES)
def test_every_member_answers_or_fails_in_dotnet_terms(text: str) -> None:
    """Whatever is read, called or set with whatever arguments: a value or an error of PowerShell, never one of Python."""
    from random import Random
    from uuid import UUID

    session = Session(BufferHost(), clock=SystemClock(), random=Random(1), new_guid=lambda: UUID(int=7))
    script = f"Write-Output -NoEnumerate ({text})"
    (value,) = session.invoke(script)
    with current.use(session):
        for member in members_of(value):
            tries: list[Callable[[], Any]] = [partial(get_member, value, member.name)]
            if isinstance(member, Method):
                (fresh,) = session.invoke(script)
                tries = [
                    partial(invoke, fresh, member.name, list(given))
                    for given in ((), (1,), ("a",), (None,), (-1, 9), ([1, "x"],), (0, 1, 2))
                ]
            elif isinstance(member, Property) and member.is_settable():
                tries += [partial(set_member, value, member.name, new) for new in (1, "x", None)]
            for attempt in tries:
                with suppress(Terminating, NetError):
                    attempt()


# ---- models ----------------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(["a", "A", "b", "name", "Name", "x1", "ß", "", "long key", "ключ"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["set", "remove", "add"]), KEYS, st.integers(0, 9)), max_size=30))
def test_hashtables_are_maps_without_case(steps: list[tuple[str, str, int]]) -> None:
    from ems.runtime.hashtable import Hashtable

    session = new_session()
    model: dict[str, tuple[str, int]] = {}
    table = Hashtable()
    with current.use(session):
        from ems.runtime.members import index_get, index_set

        for action, key, number in steps:
            folded = key.lower()
            if action == "set":
                index_set(table, [key], number)
                model[folded] = (model.get(folded, (key, 0))[0], number)
            elif action == "remove":
                invoke(table, "Remove", [key])
                model.pop(folded, None)
            else:
                try:
                    invoke(table, "Add", [key, number])
                    assert folded not in model
                    model[folded] = (key, number)
                except (Terminating, NetError):
                    assert folded in model
            assert len(table) == len(model)
            for name, number_kept in model.values():
                assert index_get(table, [name.upper() if name != "ß" else name]) == number_kept
        assert sorted(table.keys()) == sorted(name for name, _ in model.values())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=30))
def test_xml_gives_back_what_was_put_in(text: str) -> None:
    session = new_session()
    session.set_variable("text", text)
    script = (
        "$x = [xml]'<r/>'; $e = $x.CreateElement('e'); $e.SetAttribute('k', $text); $e.InnerText = $text;"
        "[void]$x.DocumentElement.AppendChild($e); $y = [xml]$x.OuterXml; $y.r.e.k -ceq $text;"
        "$y.r.e.InnerText -ceq $text -or -not $text.Trim()"
    )
    assert session.invoke(script) == [True, True]


def test_a_mail_message_with_views_and_attachments_is_mime() -> None:
    import email
    from random import Random
    from uuid import UUID

    from ems.runtime.dotnet.mailwriter import compose

    session = Session(BufferHost(), clock=SystemClock(), random=Random(1), new_guid=lambda: UUID(int=7))
    (message,) = session.invoke(
        "$m = [Net.Mail.MailMessage]::new('a@x.example', 'b@x.example', 's', 'plain');"
        "$v = [Net.Mail.AlternateView]::CreateAlternateViewFromString('<b>ü</b>', $null, 'text/html');"
        "$v.LinkedResources.Add([Net.Mail.LinkedResource]::CreateLinkedResourceFromString('r'));"
        "$m.AlternateViews.Add($v);"
        "$m.Attachments.Add([Net.Mail.Attachment]::CreateAttachmentFromString('x', 'a b.txt')); $m"
    )
    with current.use(session):
        parsed = email.message_from_bytes(compose(message))
    leaves = [(part.get_content_type(), part.get_payload(decode=True)) for part in parsed.walk()]
    assert [kind for kind, _ in leaves] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "text/plain",
        "text/plain",
    ]  # fmt: skip
    assert [str(content or b"", "utf-8").strip() for _, content in leaves] == ["", "", "plain", "", "<b>ü</b>", "r", "x"]
    assert [part.get_filename() for part in parsed.walk()][-1] == "a b.txt"
