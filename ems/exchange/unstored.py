"""Properties of objects that no entry of the directory stands behind, in Exchange's order."""

from __future__ import annotations

from typing import Final

UNSTORED: Final = {
    "Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject": (
        "AccessRights", "ExtendedRights", "ChildObjectTypes", "InheritedObjectType", "Properties", "IsInherited",
        "User",
        "Identity", "Deny", "InheritanceType", "IsValid", "ObjectState",
    ),
    "Microsoft.Exchange.Management.RecipientTasks.OwnerPresentationObject": ("Owner", "Identity"),
    "Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo": (
        "Identity", "DeliveryType", "NextHopDomain", "TlsDomain", "NextHopConnector", "Status", "MessageCount",
        "LastError",
        "RetryCount", "LastRetryTime", "NextRetryTime", "FirstRetryTime", "DeferredMessageCount",
        "DeferredMessageCountsPerPriority", "LockedMessageCount", "MessageCountsPerPriority", "RiskLevel",
        "OutboundIPPool",
        "NextHopCategory", "IncomingRate", "OutgoingRate", "Velocity", "QueueIdentity", "PriorityDescriptions",
        "OverrideSource", "IsValid", "ObjectState",
    ),
    "Microsoft.Exchange.Data.QueueViewer.QueueInfo": (
        "Identity", "DeliveryType", "NextHopDomain", "NextHopConnector", "Status", "MessageCount", "LastError",
        "LastRetryTime", "NextRetryTime", "IsValid", "ObjectState",
    ),
    "Microsoft.Exchange.Data.QueueViewer.ExtensibleMessageInfo": (
        "Identity", "Subject", "InternetMessageId", "FromAddress", "Status", "Size", "MessageSourceName", "SourceIP",
        "SCL",
        "DateReceived", "ExpirationTime", "LastError", "RetryCount", "Queue", "Recipients", "IsProbeMessage",
        "Priority",
        "Directionality", "DeferReason", "MessageIdentity", "IsValid", "ObjectState",
    ),
    "Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogEvent": (
        "ObjectModified", "CmdletName", "CmdletParameters", "ModifiedProperties", "Caller", "ExternalAccess",
        "Succeeded",
        "Error", "RunDate", "OriginatingServer", "Identity", "IsValid", "ObjectState",
    ),
    "Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent": (
        "Timestamp", "ClientIp", "ClientHostname", "ServerIp", "ServerHostname", "SourceContext", "ConnectorId",
        "Source", "EventId", "InternalMessageId", "MessageId", "NetworkMessageId", "Recipients",
        "RecipientStatus", "TotalBytes",
        "RecipientCount", "RelatedRecipientAddress", "Reference", "MessageSubject", "Sender", "ReturnPath",
        "Directionality", "TenantId", "OriginalClientIp", "MessageInfo", "MessageLatency", "MessageLatencyType",
        "EventData", "TransportTrafficType", "SchemaVersion",
    ),
    "Ems.Lab.Listener": ("Connector", "Binding", "LocalEndPoint", "State"),
}  # fmt: skip
