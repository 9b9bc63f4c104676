"""The base of Exchange's cmdlets: parameters from the data, the organization, errors, confirmation and commits.

A cmdlet names itself; its parameters, sets and positions come from `data/cmdlets.json`. What it changes is staged in
the unit of work of the pipeline, which the end of the cmdlet commits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final, NoReturn

from ems.directory import DirectoryError, Entry, ObjectAlreadyExists, View
from ems.exchange import net, texts
from ems.exchange.errors import DIRECTORY, TASKS, server_error
from ems.exchange.objects import ExchangeObject, Presentation
from ems.exchange.parameter_types import full_type_name
from ems.exchange.schema import Schema, schema_of
from ems.exchange.services import unit_of
from ems.exchange.unit import PipelineUnit
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.parameters import InSet, Parameter

NOT_FOUND: Final = TASKS + "ManagementObjectNotFoundException"
AMBIGUOUS: Final = TASKS + "ManagementObjectAmbiguousException"
EXISTS: Final = DIRECTORY + "ADObjectAlreadyExistsException"
_NAME: Final = {"maxLength": 64}
"""What the directory takes as a name."""
INVALID: Final = "Microsoft.Exchange.Data.DataValidationException"
CONFLICT: Final = DIRECTORY + "ADOperationException"

_DATA: Final = Path(__file__).parent / "data"
_UNSTORED: Final = frozenset({"identity", "instance", "domaincontroller", "whatif", "confirm", "server"})


@cache
def _facts() -> Mapping[str, Any]:
    return MappingProxyType(json.loads((_DATA / "cmdlets.json").read_text(encoding="utf-8")))


@cache
def _helps() -> Mapping[str, Any]:
    return MappingProxyType(json.loads((_DATA / "parameter-help.json").read_text(encoding="utf-8")))


def _help(noun: str, parameter: str) -> str:
    """What a parameter is for, by the noun of its cmdlet, or in general."""
    helps = _helps()
    return str(helps.get(noun, {}).get(parameter) or helps["*"].get(parameter, ""))


def parameters_of(name: str) -> dict[str, Parameter]:
    """The parameters of a cmdlet, from the data."""
    facts = _facts()[name]
    sets: dict[str, dict[str, InSet]] = {}
    for each in facts["sets"]:
        for parameter in each["parameters"]:
            takes = bool(facts["parameters"][parameter].get("pipeline"))
            sets.setdefault(parameter, {})[each["name"]] = InSet(
                mandatory=parameter in each["mandatory"],
                position=each["positional"].get(parameter),
                by_value=takes,
                by_name=takes,
            )
    found: dict[str, Parameter] = {}
    for parameter, fact in facts["parameters"].items():
        if parameter in ("WhatIf", "Confirm"):
            continue
        made = Parameter(full_type_name(fact["type"]), name=parameter, sets=sets.get(parameter, {}))
        made.help = _help(name.partition("-")[2], parameter)
        made.attribute = f"p_{parameter}"
        made.transform = net.without_braces
        found[parameter] = made
    return found


class Refusal(Exception):
    """What the server refuses for one object; the pipeline goes on with the next."""

    def __init__(self, record: ErrorRecord) -> None:
        super().__init__(record.exception.message)
        self.record = record


class ExchangeCmdlet(Cmdlet):
    """A cmdlet of Exchange. It does its work in `execute`."""

    module = "Microsoft.Exchange.Management.PowerShell.E2010"
    net_class: ClassVar[str] = ""
    since: ClassVar[int] = 0
    """The first product that has the cmdlet."""

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """From the data, and what the class itself declares."""
        declared = super().parameters()
        return {**parameters_of(cls.name), **declared} if cls.name in _facts() else declared

    # -- the organization ---------------------------------------------------------------------------------------------

    @property
    def unit(self) -> PipelineUnit:
        return unit_of(self.session)

    @property
    def view(self) -> View:
        return self.unit.view

    @property
    def presentation(self) -> Presentation:
        return self.unit.presentation

    @property
    def year(self) -> int:
        return self.presentation.year

    @property
    def local_server(self) -> Entry:
        """The server that the shell is connected to: the first one."""
        found = self.view.first("exchangeServer")
        assert found is not None, "an organization has at least one server"
        return found

    def given(self, name: str) -> Any:
        """The value of a parameter, whatever type it was bound as; None where it was not given."""
        return net.plain(self.bound.get(name))

    def has(self, name: str) -> bool:
        return name in self.bound

    def switch(self, name: str) -> bool:
        return bool(self.bound.get(name))

    # -- the run ------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Parameters that the product does not have yet are unknown to it."""
        facts = _facts().get(self.name, {}).get("parameters", {})
        for name in self.bound:
            fact = facts.get(name, {})
            if fact.get("from", 0) > self.year or fact.get("until", 9999) < self.year:
                message = texts.PARAMETER_UNKNOWN.format(name)
                exception = "System.Management.Automation.ParameterBindingException"
                raise self.throw(self.error("NamedParameterNotFound", message, "InvalidArgument", None, exception))

    def process(self) -> None:
        """One object. What the server refuses is reported; what was staged for it is given up; the next one follows."""
        place = self.unit.mark()
        try:
            self.execute()
        except Refusal as refusal:
            self.unit.return_to(place)
            self.write_error(refusal.record)
        except DirectoryError as error:
            self.unit.return_to(place)
            self.write_error(self.directory_error(error))

    def execute(self) -> None:
        """What the cmdlet does with one object, or without any."""

    def end(self) -> None:
        """What the pipeline staged becomes part of the organization."""
        try:
            self.unit.complete()
        except Refusal as refusal:
            self.write_error(refusal.record)
        except DirectoryError as error:
            self.write_error(self.directory_error(error))

    def stop(self) -> None:
        """What is left after an error is given up."""
        self.unit.abandon()

    def write_objects(self, schema: Schema, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.write(self.presentation.show(schema, entry))

    # -- saying -------------------------------------------------------------------------------------------------------

    def server_error(self, message: str, exception: str, category: str = "NotSpecified") -> ErrorRecord:
        """An error as the server reports it."""
        server = self.local_server
        return server_error(
            cmdlet=self.name,
            net_class=self.net_class,
            message=message,
            exception=exception,
            category=category if self.year >= 2013 or category != "NotSpecified" else "InvalidData",
            server=server.name,
            fqdn=str(server.get("Fqdn")),
            year=self.year,
            request=self.session.new_guid(),
            time_stamp=_time_stamp(self.session.clock.now()),
        )

    def report(self, message: str, exception: str, category: str = "NotSpecified") -> None:
        """A non-terminating error."""
        self.write_error(self.server_error(message, exception, category))

    def fail(self, message: str, exception: str, category: str = "NotSpecified") -> NoReturn:
        """An error that ends the work on this object."""
        raise Refusal(self.server_error(message, exception, category))

    def not_found(self, identity: str) -> None:
        text = texts.NOT_FOUND if self.year >= 2013 else texts.NOT_FOUND_2010
        self.report(text.format(identity, self.presentation.controller), NOT_FOUND)

    def directory_error(self, error: DirectoryError) -> ErrorRecord:
        """What the directory refused, in Exchange's words."""
        controller = self.presentation.controller
        if isinstance(error, ObjectAlreadyExists):
            dn = str(error).partition("'")[2].rpartition("'")[0]
            return self.server_error(texts.ALREADY_EXISTS.format(dn, controller), EXISTS)
        return self.server_error(texts.CHANGED_MEANWHILE.format(error, controller), CONFLICT)

    def confirmed(self, sentence: str) -> bool:
        """-WhatIf and -Confirm with Exchange's own sentence. A shell connected to a server offers no Suspend."""
        from ems.exchange.confirmation import should_process

        return should_process(self.runtime, sentence)

    # -- changing -----------------------------------------------------------------------------------------------------

    def note(self, target: str) -> None:
        """Keep this call for the admin audit log."""
        shown = {
            name: ",".join(net.text_of(each) for each in net.elements(value))
            for name, value in self.bound.items()
            if name.lower() not in ("whatif", "confirm")
        }
        self.unit.note(self.name, target, shown)

    def attributes_from(self, schema: Schema, current: Mapping[str, Any], skip: Iterable[str] = ()) -> dict[str, Any]:
        """The stored values of the parameters that are properties of a class, checked against their ranges."""
        from ems.exchange.kinds import Multi

        facts = _facts()[self.name]["parameters"]
        left_out = {name.lower() for name in skip}
        changes: dict[str, Any] = {}
        for name, value in self.bound.items():
            if name.lower() == "name":
                self._check(name, _NAME, net.text_of(value))
            each = schema.property(name)
            if each is None or name.lower() in left_out or each.folded in _UNSTORED:
                continue
            kind = each.kind
            try:
                read = kind.changed(current.get(each.name), value) if isinstance(kind, Multi) else kind.read(value)
            except NetError as error:
                wanted = kind.inner if isinstance(kind, Multi) else kind
                raise self.convert_error(name, value, wanted.type_name, error.exception.message) from None
            if read is None and each.kind_name == "String":
                read = ""
            changes[each.name] = kind.store(read) if read is not None else None
            self._check(name, facts.get(name, {}), changes[each.name])
        return changes

    def _check(self, name: str, fact: Mapping[str, Any], stored: Any) -> None:
        longest = fact.get("maxLength")
        if longest and isinstance(stored, str) and len(stored) > longest:
            self.fail(texts.TOO_LONG.format(longest, len(stored)), INVALID, "InvalidArgument")
        limits = fact.get("range")
        if not limits or stored is None or stored == "Unlimited":
            return
        number = _measure(stored)
        low, high = _measure(limits.get("min")), _measure(limits.get("max"))
        if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
            shown = [str(limits.get(end, "")) for end in ("min", "max")]
            self.fail(texts.RANGE.format(name, *shown), INVALID, "InvalidArgument")

    def convert_error(self, name: str, value: Any, type_name: str, reason: str) -> Terminating:
        """An argument that is no value of the parameter's kind; as a binding error, it ends the pipeline."""
        message = texts.CONVERSION.format(name, net.text_of(value), type_name, reason)
        exception = NetException(
            "System.Management.Automation.ParameterBindingArgumentTransformationException", message
        )
        record = ErrorRecord(exception, "ParameterArgumentTransformationError", "InvalidData")
        return self.throw(record)


def _measure(value: Any) -> float | None:
    """A number, a number of bytes or a time span, to compare with a limit."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).removesuffix(" bytes").strip()
    if ":" in text:
        days, _, rest = text.rpartition(".") if "." in text.partition(":")[0] else ("0", "", text)
        hours, minutes, seconds = (float(part) for part in rest.split(":"))
        return float(days) * 86400 + hours * 3600 + minutes * 60 + seconds
    number, _, unit = text.partition(" ")
    if not number.isdigit():
        return None
    return float(number) * {"": 1, "KB": 1 << 10, "MB": 1 << 20}.get(unit, 1)


def _time_stamp(moment: Any) -> str:
    """A moment as the server's culture writes it: ``9/9/2022 3:17:40 PM``."""
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.month}/{moment.day}/{moment.year} {hour}:{moment.minute:02}:{moment.second:02} {half}"


__all__ = ["ExchangeCmdlet", "ExchangeObject", "schema_of"]
