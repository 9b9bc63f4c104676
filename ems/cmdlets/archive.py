"""Compress-Archive and Expand-Archive: ZIP files."""

from __future__ import annotations

import io
from typing import Any

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.providers.locations import Place
from ems.runtime.validation import ValidateSet


class CompressArchive(ItemCmdlet):
    """Puts files and folders into a ZIP file."""

    name = "Compress-Archive"
    kind = "Function"
    module = "Microsoft.PowerShell.Archive"
    default_set = "Path"
    should_process = "Medium"
    examples = (
        Example(
            "Set-Content $env:TEMP\\z.txt 1; Compress-Archive $env:TEMP\\z.txt $env:TEMP\\z.zip -Force; Test-Path $env:TEMP\\z.zip",
            "Packs a file.",
            "True",
        ),
    )
    path = Parameter(
        "string[]",
        sets={
            name: InSet(mandatory=True, position=0, by_value=True, by_name=True)
            for name in ("Path", "PathWithForce", "PathWithUpdate")
        },
        help="What to pack.",
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets=("LiteralPath", "LiteralPathWithForce", "LiteralPathWithUpdate"),
        aliases=("PSPath",),
        help="What to pack.",
    )
    destination_path = Parameter("string", position=1, mandatory=True, help="The ZIP file.")
    compression_level = Parameter(
        "string", validate=(ValidateSet(("Optimal", "NoCompression", "Fastest")),), help="How hard to pack."
    )
    update = Parameter(
        "switch", mandatory=True, sets=("PathWithUpdate", "LiteralPathWithUpdate"), help="Into an existing file."
    )
    force = Parameter(
        "switch", mandatory=True, sets=("PathWithForce", "LiteralPathWithForce"), help="Over an existing file."
    )

    def begin(self) -> None:
        self._places: list[Place] = []

    def process(self) -> None:
        self._places += list(self.places())

    def end(self) -> None:
        import zipfile

        files: Any = self.session.files
        target = (
            self.destination_path if self.destination_path.lower().endswith(".zip") else self.destination_path + ".zip"
        )
        place = self.locations.split(target)
        if place.exists() and not (self.update or self.force):
            text = (
                f"The archive file {place.provider_path} already exists. Use the -Update parameter to update the existing archive "
                "file or use the -Force parameter to overwrite the existing archive file."
            )
            raise self.throw(
                self.error("ArchiveFileExists", text, "InvalidArgument", place.provider_path, "System.IO.IOException")
            )
        if not self.confirm(place.provider_path, "Compress-Archive"):
            return
        buffer = io.BytesIO(files.read(place.provider_path) if self.update and place.exists() else b"")
        method = (
            zipfile.ZIP_STORED if (self.compression_level or "").lower() == "nocompression" else zipfile.ZIP_DEFLATED
        )
        with zipfile.ZipFile(buffer, "a", method) as archive:
            for each in self._places:
                self._add(archive, each, each.name)
        files.write(place.provider_path, buffer.getvalue())

    def _add(self, archive: Any, place: Place, name: str) -> None:
        if place.is_container():
            for child in place.provider.child_names(place.provider_path):
                self._add(archive, place.child(child), f"{name}\\{child}")
        else:
            archive.writestr(name.replace("\\", "/"), self.session.files.read(place.provider_path))


class ExpandArchive(ItemCmdlet):
    """Unpacks a ZIP file."""

    name = "Expand-Archive"
    examples = (
        Example(
            "Set-Content $env:TEMP\\y.txt 1; Compress-Archive $env:TEMP\\y.txt $env:TEMP\\y.zip -Force; "
            "Expand-Archive $env:TEMP\\y.zip $env:TEMP\\y -Force; Get-Content $env:TEMP\\y\\y.txt",
            "Packs and unpacks.",
            "1",
        ),
    )
    kind = "Function"
    module = "Microsoft.PowerShell.Archive"
    default_set = "Path"
    should_process = "Medium"
    path = Parameter(
        "string", sets={"Path": InSet(mandatory=True, position=0, by_value=True, by_name=True)}, help="The ZIP file."
    )
    literal_path = Parameter(
        "string", mandatory=True, pipeline="name", sets="LiteralPath", aliases=("PSPath",), help="The ZIP file."
    )
    destination_path = Parameter("string", position=1, help="Where to; the current location by default.")
    force = Parameter("switch", help="Over existing files.")

    def process(self) -> None:
        import zipfile

        for place in self.places():
            base = self.locations.split(self.destination_path or place.name.rpartition(".")[0])
            if not self.confirm(base.provider_path, "Expand-Archive"):
                continue
            try:
                archive = zipfile.ZipFile(io.BytesIO(self.session.files.read(place.provider_path)))
            except zipfile.BadZipFile:
                text = f'Exception calling ".ctor" with "3" argument(s): "End of Central Directory record could not be found." ({place.provider_path})'
                self.write_error(
                    self.error(
                        "InvalidDataException",
                        text,
                        "InvalidData",
                        place.provider_path,
                        "System.IO.InvalidDataException",
                    )
                )
                continue
            for member in archive.infolist():
                self._extract(archive, member, base)

    def _extract(self, archive: Any, member: Any, base: Place) -> None:
        # `..` and drives inside a name do not lead out: the path is taken below the target, and nothing else.
        parts = [
            part
            for part in member.filename.replace("\\", "/").split("/")
            if part not in ("", ".", "..") and ":" not in part
        ]
        target = base
        for part in parts:
            target = target.child(part)
        if member.is_dir():
            self.session.files.make_directory(target.provider_path)
            return
        if target.exists() and not self.force:
            text = (
                f"Failed to create file '{target.provider_path}' while expanding the archive file contents as the file "
                f"'{target.provider_path}' already exists. Use the -Force parameter if you want to overwrite the existing directory "
                "contents when expanding the archive file."
            )
            self.write_error(
                self.error(
                    "ExpandArchiveFileExists", text, "InvalidOperation", target.provider_path, "System.IO.IOException"
                )
            )
            return
        parent = target.parent
        if parent is not None:
            self.session.files.make_directory(parent.provider_path)
        self.session.files.write(target.provider_path, archive.read(member))
