"""Where-Object: the objects for which a script block, or a comparison of one property, is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_bool
from ems.runtime.errors import NetError, Terminating
from ems.runtime.messages import message
from ems.runtime.operators import BINARY, CONTEXTUAL
from ems.runtime.parameters import Parameter
from ems.runtime.types import resolve_type
from ems.runtime.validation import ValidateNotNullOrEmpty
from ems.runtime.values import NOTHING, PSCustomObject

_OPERATORS: Final = {
    "EqualSet": "Ieq",
    "CaseSensitiveEqualSet": "Ceq",
    "NotEqualSet": "Ine",
    "CaseSensitiveNotEqualSet": "Cne",
    "GreaterThanSet": "Igt",
    "CaseSensitiveGreaterThanSet": "Cgt",
    "LessThanSet": "Ilt",
    "CaseSensitiveLessThanSet": "Clt",
    "GreaterOrEqualSet": "Ige",
    "CaseSensitiveGreaterOrEqualSet": "Cge",
    "LessOrEqualSet": "Ile",
    "CaseSensitiveLessOrEqualSet": "Cle",
    "LikeSet": "Ilike",
    "CaseSensitiveLikeSet": "Clike",
    "NotLikeSet": "Inotlike",
    "CaseSensitiveNotLikeSet": "Cnotlike",
    "MatchSet": "Imatch",
    "CaseSensitiveMatchSet": "Cmatch",
    "NotMatchSet": "Inotmatch",
    "CaseSensitiveNotMatchSet": "Cnotmatch",
    "ContainsSet": "Icontains",
    "CaseSensitiveContainsSet": "Ccontains",
    "NotContainsSet": "Inotcontains",
    "CaseSensitiveNotContainsSet": "Cnotcontains",
    "InSet": "Iin",
    "CaseSensitiveInSet": "Cin",
    "NotInSet": "Inotin",
    "CaseSensitiveNotInSet": "Cnotin",
    "IsSet": "Is",
    "IsNotSet": "IsNot",
}
"""The operator that each parameter set stands for."""


class WhereObject(Cmdlet):
    """Selects objects by the values of their properties.

    With a script block, an object passes when the block gives a true value for it as $_. Without, one property is
    compared with one value: Where-Object Size -gt 5.
    """

    name = "Where-Object"
    module = "Microsoft.PowerShell.Core"
    default_set = "EqualSet"
    input_object = Parameter("psobject", pipeline="value")
    filter_script = Parameter("scriptblock", position=0, mandatory=True, sets="ScriptBlockSet")
    property_ = Parameter(
        "string",
        position=0,
        mandatory=True,
        sets=(
            "EqualSet",
            "CaseSensitiveEqualSet",
            "NotEqualSet",
            "CaseSensitiveNotEqualSet",
            "GreaterThanSet",
            "CaseSensitiveGreaterThanSet",
            "LessThanSet",
            "CaseSensitiveLessThanSet",
            "GreaterOrEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "LessOrEqualSet",
            "CaseSensitiveLessOrEqualSet",
            "LikeSet",
            "CaseSensitiveLikeSet",
            "NotLikeSet",
            "CaseSensitiveNotLikeSet",
            "MatchSet",
            "CaseSensitiveMatchSet",
            "NotMatchSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "CaseSensitiveContainsSet",
            "NotContainsSet",
            "CaseSensitiveNotContainsSet",
            "InSet",
            "CaseSensitiveInSet",
            "NotInSet",
            "CaseSensitiveNotInSet",
            "IsSet",
            "IsNotSet",
        ),
        validate=(ValidateNotNullOrEmpty(),),
    )
    value = Parameter(
        "Object",
        position=1,
        sets=(
            "EqualSet",
            "CaseSensitiveEqualSet",
            "NotEqualSet",
            "CaseSensitiveNotEqualSet",
            "GreaterThanSet",
            "CaseSensitiveGreaterThanSet",
            "LessThanSet",
            "CaseSensitiveLessThanSet",
            "GreaterOrEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "LessOrEqualSet",
            "CaseSensitiveLessOrEqualSet",
            "LikeSet",
            "CaseSensitiveLikeSet",
            "NotLikeSet",
            "CaseSensitiveNotLikeSet",
            "MatchSet",
            "CaseSensitiveMatchSet",
            "NotMatchSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "CaseSensitiveContainsSet",
            "NotContainsSet",
            "CaseSensitiveNotContainsSet",
            "InSet",
            "CaseSensitiveInSet",
            "NotInSet",
            "CaseSensitiveNotInSet",
            "IsSet",
            "IsNotSet",
        ),
    )
    eq = Parameter("switch", name="EQ", sets="EqualSet", aliases=("IEQ",))
    ceq = Parameter("switch", name="CEQ", mandatory=True, sets="CaseSensitiveEqualSet")
    ne = Parameter("switch", name="NE", mandatory=True, sets="NotEqualSet", aliases=("INE",))
    cne = Parameter("switch", name="CNE", mandatory=True, sets="CaseSensitiveNotEqualSet")
    gt = Parameter("switch", name="GT", mandatory=True, sets="GreaterThanSet", aliases=("IGT",))
    cgt = Parameter("switch", name="CGT", mandatory=True, sets="CaseSensitiveGreaterThanSet")
    lt = Parameter("switch", name="LT", mandatory=True, sets="LessThanSet", aliases=("ILT",))
    clt = Parameter("switch", name="CLT", mandatory=True, sets="CaseSensitiveLessThanSet")
    ge = Parameter("switch", name="GE", mandatory=True, sets="GreaterOrEqualSet", aliases=("IGE",))
    cge = Parameter("switch", name="CGE", mandatory=True, sets="CaseSensitiveGreaterOrEqualSet")
    le = Parameter("switch", name="LE", mandatory=True, sets="LessOrEqualSet", aliases=("ILE",))
    cle = Parameter("switch", name="CLE", mandatory=True, sets="CaseSensitiveLessOrEqualSet")
    like = Parameter("switch", mandatory=True, sets="LikeSet", aliases=("ILike",))
    c_like = Parameter("switch", mandatory=True, sets="CaseSensitiveLikeSet")
    not_like = Parameter("switch", mandatory=True, sets="NotLikeSet", aliases=("INotLike",))
    c_not_like = Parameter("switch", mandatory=True, sets="CaseSensitiveNotLikeSet")
    match = Parameter("switch", mandatory=True, sets="MatchSet", aliases=("IMatch",))
    c_match = Parameter("switch", mandatory=True, sets="CaseSensitiveMatchSet")
    not_match = Parameter("switch", mandatory=True, sets="NotMatchSet", aliases=("INotMatch",))
    c_not_match = Parameter("switch", mandatory=True, sets="CaseSensitiveNotMatchSet")
    contains = Parameter("switch", mandatory=True, sets="ContainsSet", aliases=("IContains",))
    c_contains = Parameter("switch", mandatory=True, sets="CaseSensitiveContainsSet")
    not_contains = Parameter("switch", mandatory=True, sets="NotContainsSet", aliases=("INotContains",))
    c_not_contains = Parameter("switch", mandatory=True, sets="CaseSensitiveNotContainsSet")
    in_ = Parameter("switch", mandatory=True, sets="InSet", aliases=("IIn",))
    c_in = Parameter("switch", mandatory=True, sets="CaseSensitiveInSet")
    not_in = Parameter("switch", mandatory=True, sets="NotInSet", aliases=("INotIn",))
    c_not_in = Parameter("switch", mandatory=True, sets="CaseSensitiveNotInSet")
    is_ = Parameter("switch", mandatory=True, sets="IsSet")
    is_not = Parameter("switch", mandatory=True, sets="IsNotSet")

    examples = (
        Example("1..5 | Where-Object { $_ -gt 3 }", "Passes the numbers above three.", "4\n5"),
        Example("'ant','bee' | Where-Object Length -eq 3", "Compares a property, without a script block.", "ant\nbee"),
    )

    def begin(self) -> None:
        if self.parameter_set == "ScriptBlockSet":
            self._test: Callable[[Any], Any] = blocks.predicate(self, self.filter_script)
            return
        self._folded = self.property_.lower()
        self._pattern = not frozenset("*?[").isdisjoint(self.property_)
        operator = _OPERATORS[self.parameter_set]
        if "Value" not in self.bound:
            if operator != "Ieq" or self.eq:
                raise self._refused("ValueNotSpecifiedForWhereObject")
            self._test = self._is_true
            return
        if operator == "Ieq" and not self.eq:
            raise self._refused("OperatorNotSpecified")
        apply = BINARY[operator]
        if operator in CONTEXTUAL:
            context = blocks.context_of(self)
            self._compare: Callable[[Any, Any], Any] = lambda left, right: apply(left, right, context)
        else:
            self._compare = apply
        self._test = self._compares
        self._right = self._named_type() if operator in ("Is", "IsNot") else self.value

    def _refused(self, error_id: str) -> Terminating:
        return self.throw(
            self.error(
                error_id,
                message("InternalCommandStrings", error_id),
                "InvalidArgument",
                None,
                "System.Management.Automation.PSArgumentException",
            )
        )

    def _named_type(self) -> Any:
        """`Where-Object Name -is [string]`: in a command, [string] is a text."""
        value = self.value
        if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
            return resolve_type(value[1:-1]) or value
        return value

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is not NOTHING and self._test(value):
            self.write(value)

    @property
    def passes(self) -> Callable[[Any], Any]:
        """The test alone: what the pipeline asks for each object instead of going through `process`."""
        return self._test

    def _is_true(self, value: Any) -> bool:
        return to_bool(self._property(value))

    def _compares(self, value: Any) -> bool:
        try:
            return to_bool(self._compare(self._property(value), self._right))
        except NetError as error:
            self.write_error(
                objects.of_input(
                    self.error(
                        "OperatorFailed",
                        str(error),
                        "InvalidOperation",
                        value,
                        "System.Management.Automation.PSInvalidOperationException",
                        error.exception,
                    )
                )
            )
        except Terminating as error:
            error.record.origin = None
            self.write_error(error.record)
        return False

    def _property(self, value: Any) -> Any:
        if type(value) is PSCustomObject and not value.special and not self._pattern:
            found = value.fields.get(self._folded)
            if found is not None:
                return found
        return self._look_up(value)

    def _look_up(self, value: Any) -> Any:
        """The property, a key of a dictionary, or null; a pattern must mean one member only."""
        if value is None:
            return None
        if objects.is_dictionary(value):
            found, entry = objects.entry(value, self.property_)
            if found:
                return entry
        names = (
            objects.matching_properties(value, self.property_)
            if self._pattern
            else objects.properties_named(value, self.property_)
        )
        if len(names) > 1:
            self.write_error(
                objects.of_input(
                    self.error(
                        "AmbiguousPropertyOrMethodName",
                        message(
                            "InternalCommandStrings",
                            "AmbiguousPropertyOrMethodName",
                            self.property_,
                            "".join(f" {name}" for name in names),
                        ),
                        "InvalidArgument",
                        value,
                        "System.Management.Automation.PSArgumentException",
                    )
                )
            )
            return None
        if not names:
            if blocks.strict_version(self) >= 2:
                self.write_error(
                    objects.of_input(
                        self.error(
                            "PropertyNotFound",
                            message("InternalCommandStrings", "PropertyNotFound", self.property_),
                            "InvalidArgument",
                            value,
                            "System.Management.Automation.PSArgumentException",
                        )
                    )
                )
            return None
        return objects.read_quietly(value, names[0])
