"""Get-Verb: the approved verbs."""

from __future__ import annotations

from ems.cmdlets import objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import PSCustomObject

VERBS = {
    "Common": (
        "Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Pop Push Redo "
        "Remove Rename Reset Resize Search "
        "Select Set Show Skip Split Step Switch Undo Unlock Watch"
    ),
    "Data": (
        "Backup Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group "
        "Import Initialize Limit Merge Mount "
        "Out Publish Restore Save Sync Unpublish Update"
    ),
    "Lifecycle": (
        "Approve Assert Complete Confirm Deny Disable Enable Install Invoke Register Request Restart Resume Start "
        "Stop Submit Suspend Uninstall "
        "Unregister Wait"
    ),
    "Diagnostic": "Debug Measure Ping Repair Resolve Test Trace",
    "Communications": "Connect Disconnect Read Receive Send Write",
    "Security": "Block Grant Protect Revoke Unblock Unprotect",
    "Other": "Use",
}
"""The approved verbs of Windows PowerShell 5.1, in the order in which it lists them."""


class GetVerb(Cmdlet):
    """Gets the approved PowerShell verbs, with the group each belongs to."""

    name = "Get-Verb"
    module = "(built-in function)"
    kind = "Function"
    verb = Parameter("string[]", name="verb", position=0, pipeline="value")
    net_class = "Get-Verb"

    examples = (Example("(Get-Verb Get).Group", "To which group a verb belongs.", "Common"),)

    def process(self) -> None:
        tests = [objects.wildcard(pattern) for pattern in self.verb or ("*",)]
        for group, verbs in VERBS.items():
            for verb in verbs.split():
                if any(test(verb) for test in tests):
                    self.write(PSCustomObject.of((("Verb", verb), ("Group", group))))
