"""Full names of the types that parameters of Exchange's cmdlets have; the reference pages write the short ones."""

from __future__ import annotations

from typing import Final

from ems.exchange.kinds import kind_of

_TASKS: Final = "Microsoft.Exchange.Configuration.Tasks."
_SHORT: Final = {
    "SwitchParameter": "System.Management.Automation.SwitchParameter",
    "PSCredential": "System.Management.Automation.PSCredential",
    "ADAcePresentationObject": "Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject",
    "ExtensibleQueueInfo": "System.Object",
    "ExtensibleMessageInfo": "System.Object",
    "PropertySet": "System.String",
    "MultiValuedProperty": "Microsoft.Exchange.Data.MultiValuedProperty",
    "Unlimited": "Microsoft.Exchange.Data.Unlimited",
    "CultureInfo": "System.Globalization.CultureInfo",
    "DateTime": "System.DateTime",
    "Int64": "System.Int64",
    "QueueIdentity": "Microsoft.Exchange.Data.QueueViewer.QueueIdentity",
    "MessageIdentity": "Microsoft.Exchange.Data.QueueViewer.MessageIdentity",
    "QueueViewerIncludesAndExcludes": "Microsoft.Exchange.Data.QueueViewer.QueueViewerIncludesAndExcludes",
    "QueueViewerSortOrderEntry": "Microsoft.Exchange.Data.QueueViewer.QueueViewerSortOrderEntry",
}


def full_type_name(short: str) -> str:
    """The name under which the runtime finds the type of a parameter."""
    if short.endswith("[]"):
        return full_type_name(short[:-2]) + "[]"
    if short in _SHORT:
        return _SHORT[short]
    if short.endswith("IdParameter"):
        return _TASKS + short
    return kind_of(short).type_name
