"""Get- and Set-ExecutionPolicy."""

from __future__ import annotations

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import PSCustomObject

_SCOPES = ("MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine")
_POLICY = "Microsoft.PowerShell.ExecutionPolicy"
_SCOPE = "Microsoft.PowerShell.ExecutionPolicyScope"
_FIRST = {"LocalMachine": "RemoteSigned"}
"""What an Exchange server has."""


class GetExecutionPolicy(Cmdlet):
    """Gets the execution policies for the current session. Scripts run here whatever it says."""

    name = "Get-ExecutionPolicy"
    module = "Microsoft.PowerShell.Security"
    output_types = ("Microsoft.PowerShell.ExecutionPolicy",)
    scope = Parameter("ExecutionPolicyScope", position=0, pipeline="name")
    list_ = Parameter("switch")

    examples = (Example('"$(Get-ExecutionPolicy)"', "The policy in force.", "RemoteSigned"),)

    def process(self) -> None:
        kept = blocks.state(self, "ExecutionPolicy")
        if self.list_:
            for name in _SCOPES:
                self.write(
                    PSCustomObject.of(
                        (
                            ("Scope", objects.enum_value(_SCOPE, name)),
                            (
                                "ExecutionPolicy",
                                objects.enum_value(_POLICY, kept.get(name, _FIRST.get(name, "Undefined"))),
                            ),
                        )
                    )
                )
            return
        if "Scope" in self.bound:
            name = objects.enum_name(self.scope)
            self.write(objects.enum_value(_POLICY, kept.get(name, _FIRST.get(name, "Undefined"))))
            return
        for name in _SCOPES:
            policy = kept.get(name, _FIRST.get(name, "Undefined"))
            if policy != "Undefined":
                self.write(objects.enum_value(_POLICY, policy))
                return
        self.write(objects.enum_value(_POLICY, "Restricted"))


class SetExecutionPolicy(Cmdlet):
    """Changes the user preference for the Windows PowerShell execution policy; it is kept for this session."""

    name = "Set-ExecutionPolicy"
    module = "Microsoft.PowerShell.Security"
    should_process = "Medium"
    execution_policy = Parameter("ExecutionPolicy", position=0, mandatory=True, pipeline="value")
    scope = Parameter("ExecutionPolicyScope", position=1, pipeline="name")
    force = Parameter("switch")

    examples = (
        Example(
            'Set-ExecutionPolicy Unrestricted -Force; "$(Get-ExecutionPolicy)"', "Sets the policy.", "Unrestricted"
        ),
    )

    def process(self) -> None:
        scope = objects.enum_name(self.scope) if "Scope" in self.bound else "LocalMachine"
        policy = objects.enum_name(self.execution_policy)
        if scope in ("MachinePolicy", "UserPolicy"):
            raise self.throw(
                self.error(
                    "CantSetGroupPolicy",
                    "Cannot set execution policy. Execution policies at the MachinePolicy or UserPolicy scopes "
                    "must be set through "
                    "Group Policy.",
                    "InvalidOperation",
                    exception="System.InvalidOperationException",
                )
            )
        if not self.confirm(policy):
            return
        if not self.force and not self.should_continue(
            "The execution policy helps protect you from scripts that you do not trust. Changing the execution "
            "policy might expose you to the "
            "security risks described in the about_Execution_Policies help topic at "
            "http://go.microsoft.com/fwlink/?LinkID=135170. Do you want to "
            "change the execution policy?",
            "Execution Policy Change",
        ):
            return
        kept = blocks.state(self, "ExecutionPolicy")
        kept[scope] = "Bypass" if policy == "Bypass" else policy
