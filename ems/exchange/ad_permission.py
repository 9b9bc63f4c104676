"""*-ADPermission: the access control entries of objects in the directory, those of receive connectors above all.

An object's own entries come first, then what it inherits from its server, the organization and the configuration. One
entry gives one extended right. A right is stored in the schema's spelling, whatever was typed.
"""

from __future__ import annotations

from typing import Any, Final

from ems.directory import Ace, Entry, names
from ems.directory.access import EXTENDED_RIGHT
from ems.exchange import net, texts
from ems.exchange.connector_permissions import set_acl
from ems.exchange.dotnet.objects import object_type
from ems.exchange.identity import Identity, matches
from ems.exchange.kinds import kind_of
from ems.exchange.objects import ExchangeObject, Presentation
from ems.exchange.principals import resolve_principal
from ems.exchange.rights import extended_right
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import ALL_SETS, InSet, Parameter
from ems.runtime.types import array_of

_NAMESPACE: Final = "Microsoft.Exchange.Management.RecipientTasks."
_TYPE: Final = _NAMESPACE + "ADAcePresentationObject"
_OWNERS: Final = "Owner"
_DEFAULT_OWNER: Final = "Organization Management"
_CLASSES: Final = (
    "receiveConnector", "exchangeServer", "mailboxDatabase", "mailbox", "acceptedDomain", "organizationConfig",
    "container",
)  # fmt: skip
_VIEW: Final = {
    "types": [_TYPE],
    "name": "ADAcePresentationObject",
    "kind": "Table",
    "columns": [
        {"property": "Identity", "width": 20},
        {"property": "User", "width": 20},
        {"property": "Deny", "width": 5, "align": "left"},
        {"property": "IsInherited", "label": "Inherited", "align": "left"},
    ],
}


class AceObject(ExchangeObject):
    """An access control entry of an object: `detail` is the entry, `entry` the object."""

    __slots__ = ("presentation",)

    def __init__(self, presentation: Presentation, entry: Entry, ace: Ace) -> None:
        super().__init__(object_type(_TYPE, 0), entry, ace)
        self.presentation = presentation

    def compute(self, folded: str) -> Any:
        ace: Ace = self.detail
        if folded == "user":
            return ace.principal
        if folded == "extendedrights":
            return array_of([ace.extended_right], "System.String") if ace.extended_right else None
        if folded == "deny":
            return ace.deny
        if folded == "isinherited":
            return ace.inherited
        if folded == "identity":
            assert self.entry is not None
            return self.presentation.object_id(self.entry)
        if folded == "accessrights":
            kind = kind_of("ActiveDirectoryRights")
            rights = [EXTENDED_RIGHT] if ace.extended_right else ace.access_rights
            return array_of([kind.read(right) for right in rights], kind.net_type)
        if folded == "inheritancetype":
            return kind_of("ActiveDirectorySecurityInheritance").read(ace.inheritance)
        if folded == "objectstate":
            return kind_of("ObjectState").read("Unchanged")
        others: dict[str, Any] = {
            "childobjecttypes": _list(ace.child_object_types),
            "properties": _list(ace.properties),
            "inheritedobjecttype": ace.inherited_object_type,
            "isvalid": True,
        }
        return others.get(folded)


class PermissionCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    default_set = "AccessRights"

    def objects(self, value: Any) -> list[Entry]:
        """The objects that an identity means: a connector's name can be that of several servers' connectors."""
        identity = Identity(value)
        known = identity.known(self.view)
        if known is not None:
            return [known]
        server, slash, name = identity.text.rpartition("\\")
        if slash:
            connectors = self.view.find("receiveConnector")
            found = [
                each for each in connectors if matches(server, str(each.get("Server"))) and matches(name, each.name)
            ]
            if found:
                return found
        for object_class in _CLASSES:
            found = self.view.find(object_class, Name=identity.text)
            if not found and object_class == "mailbox":
                found = self.view.find(object_class, Alias=identity.text)
            if found:
                return found
        folded = identity.text.casefold()
        return [each for each in self.view.entries() if names.canonical(each.dn).casefold() == folded]

    def targets(self) -> list[Entry]:
        """The objects of -Identity, or of the entry that came down the pipeline."""
        value = self.given("Identity")
        instance = self.given("Instance")
        if isinstance(instance, ExchangeObject) and (value is None or isinstance(value, ExchangeObject)):
            value = instance
        found = self.objects(value)
        if not found:
            self.not_found(Identity(value).text)
        return found

    def principal(self, value: Any) -> str:
        """An account, as it prints; an error where there is none."""
        found = resolve_principal(self.view, net.plain(value), self.unit.netbios)
        if found is None:
            message = texts.PRINCIPAL_NOT_FOUND.format(net.text_of(value))
            self.fail(message, "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException")
        assert found is not None
        return found

    def entries_from_parameters(self, user: str) -> list[Ace]:
        """The access control entries that the parameters describe."""
        shape = Ace(
            user,
            access_type="deny" if self.switch("Deny") else "allow",
            inheritance=self._text("InheritanceType") or "All",
            inherited_object_type=self._text("InheritedObjectType") or None,
            properties=self._texts("Properties"),
            child_object_types=self._texts("ChildObjectTypes"),
        )
        result = [shape._replace(extended_right=self._right(right)) for right in self._texts("ExtendedRights")]
        given = [right for each in self._texts("AccessRights") for right in each.split(", ")]
        rights = tuple(right for right in given if right != EXTENDED_RIGHT or not result)
        return [*result, shape._replace(access_rights=rights)] if rights else result

    def _right(self, text: str) -> str:
        found = extended_right(text)
        if found is None:
            self.fail(
                texts.RIGHT_UNKNOWN.format(text),
                "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
            )
        assert found is not None
        return found

    def _text(self, name: str) -> str:
        return net.text_of(self.given(name))

    def _texts(self, name: str) -> tuple[str, ...]:
        return tuple(net.text_of(each) for each in net.elements(self.given(name)))


class GetADPermission(PermissionCmdlet):
    """Gets the access control entries of an object.

    Its own ones, then those it inherits. With -User only those that name the account; with -Owner the owner of the
    object.
    """

    name = "Get-ADPermission"
    net_class = _NAMESPACE + "GetADPermission"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example(
            'Get-ADPermission "Default Frontend EX01" -User "NT AUTHORITY\\ANONYMOUS LOGON" | '
            "where {($_.Deny -eq $false) -and ($_.IsInherited -eq $false)} | Format-Table User,ExtendedRights",
            "Shows what anonymous may do on a connector.",
        ),
    )

    def execute(self) -> None:
        found = self.targets()
        if self.switch(_OWNERS):
            for entry in found:
                self.write(self._owner(entry))
            return
        user = self.principal(self.given("User")) if self.given("User") is not None else None
        presentation = self.presentation
        wanted = None if user is None else user.casefold()
        for entry in found:
            for ace in presentation.view.effective_acl(entry):
                if wanted is None or ace.principal.casefold() == wanted:
                    self.write(AceObject(presentation, entry, ace))

    def _owner(self, entry: Entry) -> ExchangeObject:
        owner = entry.get(_OWNERS) or f"{self.unit.netbios}\\{_DEFAULT_OWNER}"
        pairs = [("Owner", owner), ("Identity", self.presentation.object_id(entry))]
        return ExchangeObject.of(_NAMESPACE + "OwnerPresentationObject", pairs)


class AddADPermission(PermissionCmdlet):
    """Adds access control entries to an object.

    Each extended right becomes an entry of its own. What is there already is said in a warning.
    """

    name = "Add-ADPermission"
    net_class = _NAMESPACE + "AddADPermission"
    should_process = "Medium"
    output_types = (_TYPE,)
    examples = (
        Example(
            'Get-ReceiveConnector "Client Frontend EX01" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" '
            '-ExtendedRights "ms-Exch-SMTP-Accept-Any-Recipient"',
            "Lets anonymous relay through a connector.",
        ),
    )

    def execute(self) -> None:
        for entry in self.targets():
            if self.given(_OWNERS) is not None:
                self._set_owner(entry)
            else:
                self._add(entry)

    def _set_owner(self, entry: Entry) -> None:
        owner = self.principal(self.given(_OWNERS))
        identity = self.presentation.identity(entry)
        if self.confirmed(texts.WHAT_SET_OWNER.format(identity, owner)):
            self.unit.work(self.name).modify(entry.guid, {_OWNERS: owner})
            self.note(identity)

    def _add(self, entry: Entry) -> None:
        instance = self.given("Instance")
        given: Any = self.given("User")
        if given is None and isinstance(instance, ExchangeObject):
            given = instance.get("User")
        user = self.principal(given)
        wanted = self.entries_from_parameters(user)
        if not wanted and isinstance(instance, ExchangeObject) and isinstance(instance.detail, Ace):
            wanted = [instance.detail._replace(principal=user, inherited=False)]
        if not wanted:
            self.fail(texts.NO_RIGHTS, "System.ArgumentException", "InvalidArgument")
        present = {ace.key() for ace in entry.acl}
        fresh = [ace for ace in wanted if ace.key() not in present]
        identity = self.presentation.identity(entry)
        sentence = texts.WHAT_ADD_PERMISSION.format(identity, net.text_of(given), rights_text(wanted))
        if not self.confirmed(sentence):
            return
        for _ in range(len(wanted) - len(fresh)):
            self.write_warning(texts.ACE_PRESENT.format(entry.dn, user))
        if fresh:
            set_acl(self.unit.work(self.name), entry, [*entry.acl, *fresh], self.unit.netbios, self.year)
            self.note(identity)
        for ace in fresh:
            self.write(AceObject(self.presentation, entry, ace))


class RemoveADPermission(PermissionCmdlet):
    """Removes access control entries from an object. It asks first.

    Entries can come down the pipeline; -User and -ExtendedRights then say which part of them goes. What is not there
    is said in a warning.
    """

    name = "Remove-ADPermission"
    net_class = _NAMESPACE + "RemoveADPermission"
    should_process = "High"
    examples = (
        Example(
            'Get-ReceiveConnector "Default Frontend EX01" | Remove-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" '
            '-ExtendedRights "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender" -Confirm:$false',
            "No longer lets anonymous send as an address of the organization.",
        ),
    )

    # A null user is not an error here: it stands for the user of the entry in the pipeline.
    user = Parameter(
        "Microsoft.Exchange.Configuration.Tasks.SecurityPrincipalIdParameter", sets={ALL_SETS: InSet()}, name="User"
    )

    def __init__(self) -> None:
        self._warned = False

    def execute(self) -> None:
        for entry in self.targets():
            self._remove(entry)

    def _remove(self, entry: Entry) -> None:
        instance = self.given("Instance")
        piped = instance if isinstance(instance, ExchangeObject) and isinstance(instance.detail, Ace) else None
        given: Any = self.given("User")
        if given is None and piped is not None:
            given = piped.get("User")
            if self.has("User"):
                self._explain()
        if given is None:
            self.fail(texts.NO_USER, "System.ArgumentException", "InvalidArgument")
        user = self.principal(given)
        unwanted = self.entries_from_parameters(user)
        if piped is not None and not unwanted:
            unwanted = [piped.detail._replace(inherited=False)]
        if not unwanted:
            self.fail(texts.NO_RIGHTS, "System.ArgumentException", "InvalidArgument")
        identity = self.presentation.identity(entry)
        sentence = texts.WHAT_REMOVE_PERMISSION.format(identity, net.text_of(given), rights_text(unwanted))
        if not self.confirmed(sentence):
            return
        gone = {ace.key() for ace in unwanted if self._is_there(entry, ace)}
        if gone:
            kept = [ace for ace in entry.acl if ace.key() not in gone]
            set_acl(self.unit.work(self.name), entry, kept, self.unit.netbios, self.year)
            self.note(identity)

    def _is_there(self, entry: Entry, ace: Ace) -> bool:
        if any(ace.key() == each.key() for each in entry.acl):
            return True
        inherited = any(each.inherited and each.key() == ace.key() for each in self.view.effective_acl(entry))
        if inherited:
            kind = "Deny" if ace.deny else "Allow"
            rights = ", ".join(ace.access_rights)
            self.write_warning(texts.ACE_INHERITED.format(entry.dn, rights, kind))
        else:
            self.write_warning(texts.ACE_MISSING.format(entry.dn, ace.principal))
        return False

    def _explain(self) -> None:
        """Once in a pipeline: where the user was taken from."""
        if not self._warned:
            self._warned = True
            rights = ",".join(self._texts("ExtendedRights"))
            self.write_warning(texts.USER_FROM_ENTRY.format(rights))


def rights_text(aces: list[Ace]) -> str:
    """Rights as the sentences name them: each in quotes, ``'GenericAll'``."""
    found = [ace.extended_right or ", ".join(ace.access_rights) for ace in aces]
    return ", ".join(f"'{right}'" for right in found)


def _list(items: tuple[str, ...]) -> Any:
    return array_of(list(items), "System.String") if items else None
