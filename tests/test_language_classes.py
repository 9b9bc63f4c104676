"""What a class may not say: the cases of the product's own tests, in our words."""

from __future__ import annotations

import pytest

from ems.language.parser import parse

KEY = "[DscProperty(Key)][string]$K;"
TEST = "[bool] Test() { return $false }"
GET = "[C] Get() { return $this }"
CMDLET = "System.Management.Automation.Cmdlet"


@pytest.mark.parametrize(
    ("source", "errors"),
    [
        ("class C { f() { param($x) } }", "ParamBlockNotAllowedInMethod@16"),
        ("class C { f() { begin {} } }", "NamedBlockNotAllowedInMethod@16"),
        ("class C { f([Parameter()]$a) {} }", "AttributeNotAllowedOnDeclaration@12"),
        ("[Flags()]class C{}", "AttributeNotAllowedOnDeclaration@0"),
        ("class C { [Flags()]f(){} }", "AttributeNotAllowedOnDeclaration@10"),
        (f'[{CMDLET}("Get", "Thing", Prop=1)]class C{{}}', "PropertyNotFoundForAttribute@53"),
        (f'[{CMDLET}("Get", "Thing", NounName="x")]class C{{}}', "ReadOnlyProperty@53"),
        ("class C{ [ValidateScript({})]$p; }", "ParameterAttributeArgumentNeedsToBeConstant@25"),
        ("class C { [int]$i; [void] f() {$i = 10} }", "MissingThis@31"),
        ("class C { static [int]$i; f() {$i = 10} }", "MissingTypeInStaticPropertyAssignment@31"),
        ("class C { $x; static f() { $this.x = 1 } }", "NonStaticMemberAccessInStaticMember@27"),
        ("class C { f() { try { $z = 42 } catch { } $z } }", "VariableNotLocal@42"),
        ("class C { f() { switch (@()) { default { $a = 42 } } $a } }", "VariableNotLocal@53"),
        ("class C { [int]f() { while ($false) { return 1 } } }", "MethodHasCodePathNotReturn@15"),
        ("class C { [int]f() { try { g } finally { return 1 } } }", "ControlLeavingFinally@41"),
        ("class C { [int] C() { return 1 }}", "ConstructorCantHaveReturnType@10"),
        ("class A { A($a){} } class B : A { B() : bas {} }", "MissingBaseCtorCall@39"),
        (f"[DscResource()]class C {{ {TEST} {GET} Set() {{}} }}", "DscResourceMissingKeyProperty@0"),
        (f"[DscResource()]class C {{ {KEY} {GET} Set() {{}} }}", "DscResourceMissingTestMethod@0"),
        (
            f"[DscResource()]class C {{ {KEY} {TEST} {GET} Set() {{}} C($a) {{}} }}",
            "DscResourceMissingDefaultConstructor@0",
        ),
        (f"[DscResource()]class C {{ {KEY} {TEST} {GET} Set() {{}} }}", ""),
        ("[Flags()]enum E{ A }", ""),
    ],
)
def test_classes(source: str, errors: str) -> None:
    assert ",".join(f"{error.error_id}@{error.start}" for error in parse(source).errors) == errors
