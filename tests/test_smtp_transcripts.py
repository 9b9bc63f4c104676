r"""Recorded dialogues with the SMTP server: who connects, what is typed, what comes back, how long it is held back.

A dialogue is a text file: directives first (``seed``, ``from``, ``to``), then ``> `` what the client sends, ``~ `` the
seconds the tarpit waits, and the server's lines; ``\c`` at the end sends no line break of its own. ``@ `` changes the
organization by an administrator's hand before the connection: ``@ set CONNECTOR NAME=VALUE``, ``@ new CONNECTOR
NAME=VALUE ...``, ``@ allow CONNECTOR PRINCIPAL RIGHT``. ``EMS_RECORD=1`` writes what happened into the files; look at
the difference before it is kept.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ems.directory import Ace, Entry
from ems.transport.network import Network

from .transport_lab import Lab

FOLDER = Path(__file__).parent / "transcripts" / "smtp"


def value_of(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    if text.startswith("["):
        return json.loads(text)
    return int(text) if text.isdigit() else text


def find(lab: Lab, name: str) -> Entry:
    entry = lab.organization.snapshot().first("receiveConnector", Name=name)
    assert entry is not None, name
    return entry


def administer(lab: Lab, line: str) -> None:
    verb, _, rest = line.partition(" ")
    name, _, rest = rest.removeprefix('"').partition('" ')
    work = lab.organization.unit_of_work("test", line)
    if verb == "allow" or verb == "deny":
        principal, _, right = rest.rpartition(" ")
        entry = find(lab, name)
        work.set_acl(entry.guid, (*entry.acl, Ace(principal, extended_right=right, access_type=verb)))  # type: ignore[arg-type]
    else:
        values = {}
        for part in rest.split("; "):
            key, _, text = part.partition("=")
            values[key] = value_of(text)
        if verb == "set":
            work.modify(find(lab, name).guid, values)
        else:
            model = lab.organization.snapshot().find("receiveConnector")[0]
            attributes = {**model.attributes, "ProtocolLoggingLevel": "None", "Banner": "", **values}
            work.add("receiveConnector", model.parent_dn, name, attributes)
    work.commit()


def play(path: Path) -> list[str]:
    """The file as it would be if it were recorded now."""
    lines = path.read_text(encoding="utf-8").splitlines()
    setting: dict[str, str] = {"seed": "exchange2019", "from": "PRINTER01", "to": "mail.contoso.com 25"}
    typed: list[str] = []
    head: list[str] = []
    actions: list[str] = []
    for line in lines:
        key, _, rest = line.partition(" ")
        if not typed and key in setting and ">" not in line:
            setting[key] = rest
            head.append(line)
        elif line.startswith("@ "):
            actions.append(line[2:])
            head.append(line)
        elif line.startswith("#") or (not line and not typed and head and not head[-1].startswith("2")):
            head.append(line)
        elif line.startswith(">"):
            typed.append(line[2:])
    while head and not head[-1]:
        head.pop()
    waits: list[float] = []
    with Lab(setting["seed"]) as lab:
        for action in actions:
            administer(lab, action)
        network = Network(lab.service, waits.append)
        target, _, port = setting["to"].rpartition(" ")
        connection = network.connect(setting["from"], target, int(port))
        out = [*head, "", *connection.read().decode().splitlines()]
        for text in typed:
            out.append(f"> {text}".rstrip())
            data = text.encode().replace(b"\\r\\n", b"\r\n").replace(b"\\0", b"\0")
            try:
                if text == "<tls>":
                    connection.start_tls()
                else:
                    connection.send(data[:-2] if text.endswith("\\c") else data + b"\r\n")
            except ConnectionError:
                out.append("! closed")
                continue
            out += [f"~ {seconds:g}" for seconds in waits]
            waits.clear()
            out += connection.read().decode().splitlines()
            if connection.closed_by_server:
                out.append("! closed by the server")
        return out


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_dialogue(path: Path) -> None:
    happened = play(path)
    if os.environ.get("EMS_RECORD"):
        path.write_text("\n".join(happened) + "\n", encoding="utf-8")
    assert happened == path.read_text(encoding="utf-8").splitlines()
