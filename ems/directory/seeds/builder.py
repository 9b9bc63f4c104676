"""Building a seed organization from the data beside this file: containers, servers, recipients, the world around."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any, Final

from .. import names
from ..access import EXTENDED_RIGHT, Ace
from ..entry import Entry
from ..permission_groups import ANONYMOUS, aces_of, groups_of

_HERE: Final = Path(__file__).parent
_DOMAIN: Final = "contoso.com"
_NETBIOS: Final = "CONTOSO"
_ORGANIZATION: Final = "Contoso"
_PASSWORD: Final = "Pa$$w0rd"
"""Every seed mailbox logs on with this; they are accounts of a lab and exist nowhere else."""

_WHEN: Final = "2024-03-04T08:15:00Z"
_ADMINISTRATIVE_GROUP: Final = "Exchange Administrative Group (FYDIBOHF23SPDLT)"
_ANY_ADDRESS: Final = ("0.0.0.0-255.255.255.255",)

_PRODUCTS: Final[Mapping[int, tuple[str, str, int]]] = {
    # year: version and path of the program files, objectVersion of the organization
    2010: ("Version 14.3 (Build 123.4)", "V14", 13214),
    2016: ("Version 15.1 (Build 2507.6)", "V15", 16223),
    2019: ("Version 15.2 (Build 986.5)", "V15", 16759),
}


class SeedBuilder:
    """Collects the entries of one organization."""

    def __init__(self, seed: str, year: int, servers: Mapping[str, str], port: int) -> None:
        self._seed = seed
        self._year = year
        self._servers = servers
        self._port = port
        self._entries: dict[str, Entry] = {}
        self._connector_data = _load("receive-connectors")[f"exchange{year}"]
        self._permissions = _load("permissions")
        self._world = _load("world")
        self.domain_dn = ",".join(f"DC={part}" for part in _DOMAIN.split("."))
        self.organization_dn = names.child(
            _ORGANIZATION, f"CN=Microsoft Exchange,CN=Services,CN=Configuration,{self.domain_dn}"
        )
        self._add_organization()
        for server in servers:
            self._add_server(server)
        self._add_recipients()
        self._add_network()

    def build(self) -> list[Entry]:
        return list(self._entries.values())

    def misconfigure(self) -> None:
        """What an auditor finds: two open relays, and one relay as it should be."""
        server = next(iter(self._servers))
        front = self._connector_dn(server, f"Default Frontend {server}")
        relay = Ace(ANONYMOUS, (EXTENDED_RIGHT,), extended_right="ms-Exch-SMTP-Accept-Any-Recipient")
        self._give(front, (relay,))
        self._add_connector(
            server, f"Partner Gateway {server}", Bindings=["0.0.0.0:26"], RemoteIPRanges=list(_ANY_ADDRESS),
            AuthMechanism="Tls, ExternalAuthoritative", PermissionGroups="ExchangeServers",
        )  # fmt: skip
        self._add_connector(
            server, "Printer Relay", Bindings=["0.0.0.0:25"], RemoteIPRanges=["192.168.5.10"],
            AuthMechanism="Tls, ExternalAuthoritative", PermissionGroups="ExchangeServers",
        )  # fmt: skip

    # -- configuration ------------------------------------------------------------------------------------------------

    def _add_organization(self) -> None:
        version, _, object_version = _PRODUCTS[self._year]
        dn = f"CN=Configuration,{self.domain_dn}"
        self._add("container", dn, "Configuration")
        dn = names.child("Services", dn)
        self._add("container", dn, "Services")
        dn = names.child("Microsoft Exchange", dn)
        self._add("container", dn, "Microsoft Exchange", acl=self._permission_list("configuration"))
        self._add(
            "organizationConfig",
            self.organization_dn,
            _ORGANIZATION,
            {
                "ObjectVersion": object_version,
                "LegacyExchangeDN": f"/o={_ORGANIZATION}",
                "Domain": _DOMAIN,
                "NetBIOSName": _NETBIOS,
                "ProductYear": self._year,
                "ProductVersion": version,
            },
            self._permission_list("organization"),
        )
        settings = names.child("Transport Settings", self.organization_dn)
        self._add("transportConfig", settings, "Transport Settings")
        domains = names.child("Accepted Domains", settings)
        self._add("container", domains, "Accepted Domains")
        self._add(
            "acceptedDomain",
            names.child(_DOMAIN, domains),
            _DOMAIN,
            {"DomainName": _DOMAIN, "DomainType": "Authoritative", "Default": True, "AddressBookEnabled": True},
        )
        groups = names.child("Administrative Groups", self.organization_dn)
        self._add("container", groups, "Administrative Groups")
        group = names.child(_ADMINISTRATIVE_GROUP, groups)
        self._add("container", group, _ADMINISTRATIVE_GROUP)
        self.servers_dn = names.child("Servers", group)
        self._add("container", self.servers_dn, "Servers", acl=self._permission_list("servers"))
        databases = names.child("Databases", group)
        self._add("container", databases, "Databases")

    def _add_server(self, server: str) -> None:
        version, folder, _ = _PRODUCTS[self._year]
        fqdn = f"{server.lower()}.{_DOMAIN}"
        dn = names.child(server, self.servers_dn)
        self._add(
            "exchangeServer",
            dn,
            server,
            {
                "Fqdn": fqdn,
                "Address": self._servers[server],
                "Domain": _DOMAIN,
                "AdminDisplayVersion": version,
                "Edition": "StandardEvaluation" if self._year > 2010 else "Standard",
                "ServerRole": "Mailbox" if self._year > 2010 else "Mailbox, ClientAccess, HubTransport",
                "Site": f"{_DOMAIN}/Configuration/Sites/Default-First-Site-Name",
                "DataPath": f"C:\\Program Files\\Microsoft\\Exchange Server\\{folder}\\Mailbox",
                "ProductYear": self._year,
            },
            self._permission_list("server", server),
        )
        protocols = names.child("Protocols", dn)
        self._add("container", protocols, "Protocols")
        self._add("container", names.child("SMTP Receive Connectors", protocols), "SMTP Receive Connectors")
        for connector in self._connector_data["connectors"]:
            values = dict(connector)
            self._add_connector(server, values.pop("name").format(server=server), **values)

    def _add_connector(self, server: str, name: str, **values: Any) -> None:
        attributes = {**self._connector_data["common"], **values}
        if "{fqdn}" in str(attributes["Fqdn"]):
            attributes["Fqdn"] = f"{server.lower()}.{_DOMAIN}"
        attributes["Server"] = server
        acl = [
            ace
            for group in str(attributes["PermissionGroups"]).split(", ")
            for ace in aces_of(group, _NETBIOS, self._year)
        ]
        self._add("receiveConnector", self._connector_dn(server, name), name, attributes, acl)

    def _connector_dn(self, server: str, name: str) -> str:
        above = f"CN=SMTP Receive Connectors,CN=Protocols,{names.child(server, self.servers_dn)}"
        return names.child(name, above)

    def _give(self, dn: str, aces: Iterable[Ace]) -> None:
        entry = self._entries[dn]
        acl = (*entry.acl, *aces)
        groups = groups_of(acl, _NETBIOS, self._year)
        self._entries[dn] = entry.with_acl(acl, _WHEN).with_attributes({"PermissionGroups": groups}, _WHEN)

    # -- recipients and the world -------------------------------------------------------------------------------------

    def _add_recipients(self) -> None:
        users = f"CN=Users,{self.domain_dn}"
        self._add("container", users, "Users")
        group = f"CN=Databases,{names.parent(self.servers_dn)}"
        servers = list(self._servers)
        for number, server in enumerate(servers):
            database = f"Mailbox Database {834494192 + number * 7919:010d}"
            self._add("mailboxDatabase", names.child(database, group), database, {"Server": server, "Recovery": False})
        for number, person in enumerate(self._world["mailboxes"]):
            alias, name = person["alias"], person["name"]
            server = servers[number % len(servers)]
            home = next(
                entry
                for entry in self._entries.values()
                if entry.object_class == "mailboxDatabase" and entry.get("Server") == server
            )
            address = f"{alias}@{_DOMAIN}"
            self._add(
                "mailbox",
                names.child(name, users),
                name,
                {
                    "Alias": alias,
                    "DisplayName": name,
                    "PrimarySmtpAddress": address,
                    "EmailAddresses": [f"SMTP:{address}"],
                    "SamAccountName": alias,
                    "UserPrincipalName": address,
                    "Department": person["department"],
                    "Title": person["title"],
                    "Office": person["office"],
                    "Company": _ORGANIZATION,
                    "Database": home.name,
                    "ServerName": server.lower(),
                    "ProhibitSendQuota": "Unlimited",
                    "Password": _PASSWORD,
                },
            )

    def _add_network(self) -> None:
        lab = f"CN=Lab,{self.domain_dn}"
        self._add("container", lab, "Lab")
        hosts, zone, outside = (names.child(name, lab) for name in ("Hosts", "DNS", "Internet"))
        for dn in (hosts, zone, outside):
            self._add("container", dn, names.components(dn)[0][1])
        for host in self._world["hosts"]:
            fqdn = f"{host['name'].lower()}.{'example.net' if host.get('outside') else _DOMAIN}"
            values = {"Address": host["address"], "SmtpPort": self._port + host["port"], "Fqdn": fqdn}
            self._add("labHost", names.child(host["name"], hosts), host["name"], values)
        address = next(iter(self._servers.values()))
        self._add_record(zone, f"mail.{_DOMAIN}", "A", address)
        self._add_record(zone, _DOMAIN, "MX", f"10 mail.{_DOMAIN}")
        for each in self._world["outside"]:
            values = {"MailExchanger": each["exchanger"], "Address": each["address"], "Reachable": True}
            self._add("externalDomain", names.child(each["domain"], outside), each["domain"], values)

    def _add_record(self, zone: str, name: str, kind: str, data: str) -> None:
        self._add("dnsRecord", names.child(f"{name} {kind}", zone), name, {"Type": kind, "Data": data})

    # -- entries ------------------------------------------------------------------------------------------------------

    def _permission_list(self, container: str, server: str = "") -> list[Ace]:
        def filled(ace: Mapping[str, Any]) -> Ace:
            principal = str(ace["principal"]).replace("{domain}", _NETBIOS).replace("{server}", server)
            return Ace.from_json({**ace, "principal": principal})

        return [filled(ace) for ace in self._permissions[container]]

    def _add(
        self,
        object_class: str,
        dn: str,
        name: str,
        attributes: Mapping[str, Any] | None = None,
        acl: Iterable[Ace] = (),
    ) -> None:
        self._entries[dn] = Entry(self._guid(dn), dn, object_class, name, attributes, acl, _WHEN, _WHEN)

    def _guid(self, dn: str) -> str:
        """The same GUID for the same object whenever the seed is built."""
        digits = md5(f"{self._seed}/{dn}".encode(), usedforsecurity=False).hexdigest()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _load(name: str) -> Any:
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
