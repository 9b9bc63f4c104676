"""Invoke-RestMethod."""
from __future__ import annotations

from ems.cmdlets.web import WebCmdlet


class InvokeRestMethod(WebCmdlet):
    """Asks a web service; there is none on the network of the lab."""

    name = "Invoke-RestMethod"
    aliases = ("irm",)
