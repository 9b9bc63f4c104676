"""What Exchange says: errors, warnings and the sentences of -WhatIf and -Confirm, in one place.

Known from transcripts or documentation unless marked "our wording".
"""

from __future__ import annotations

from typing import Final

NOT_FOUND: Final = "The operation couldn't be performed because object '{0}' couldn't be found on '{1}'."
NOT_FOUND_2010: Final = (
    "The operation could not be performed because object '{0}' could not be found on domain controller '{1}'."
)
PRINCIPAL_NOT_FOUND: Final = (
    'Couldn\'t find object "{0}". Please make sure that it was spelled correctly or specify a different object.'
)
AMBIGUOUS_PRINCIPAL: Final = (
    'There are multiple users or groups matching the identity "{0}". Please specify a unique value.'
)
ALREADY_EXISTS: Final = "Active Directory operation failed on {1}. The object '{0}' already exists."
CHANGED_MEANWHILE: Final = "Active Directory operation failed on {1}. {0}"  # our wording

# Receive connectors
CONFLICT: Final = (
    "The values that you specified for the Bindings and RemoteIPRanges parameters conflict with "
    "the settings on Receive "
    'connector "{0}". '
)
CONFLICT_OF_ROLES: Final = CONFLICT + (
    "Receive connectors assigned to different Transport roles on a single server must listen on "
    "unique local IP address "
    "& port bindings."
)
CONFLICT_OF_RANGES: Final = CONFLICT + (  # second sentence: our wording
    "Receive connectors must have unique combinations of local IP address & port bindings and "
    "remote IP address ranges. "
    "Change at least one of these values."
)
EXTERNAL_NEEDS_SERVERS: Final = (  # our wording, after what administrators remember of 2010
    "If the AuthMechanism attribute on a Receive connector contains the value ExternalAuthoritative, you must set the "
    "value of the PermissionGroups attribute to ExchangeServers."
)
EXTERNAL_ALONE: Final = (  # our wording
    "The value ExternalAuthoritative of the AuthMechanism attribute can be combined only with the value Tls."
)
BASIC_REQUIRE_TLS: Final = (  # our wording
    "If the AuthMechanism attribute contains the value BasicAuthRequireTLS, it must also contain the values BasicAuth "
    "and Tls."
)
REQUIRE_TLS: Final = (  # our wording
    "If the RequireTLS attribute is set to $true, the AuthMechanism attribute must contain the value Tls."
)
DOMAIN_SECURE: Final = (  # our wording
    "If the DomainSecureEnabled attribute is set to $true, the AuthMechanism attribute must contain the value Tls and "
    "can't contain the value ExternalAuthoritative."
)
TIMEOUTS: Final = (  # our wording
    "The value of the ConnectionInactivityTimeout attribute must be less than the value of the "
    "ConnectionTimeout attribute."
)
BINARY_MIME: Final = (
    "If the BinaryMimeEnabled attribute is set to $true, the ChunkingEnabled attribute must be $true."  # our wording
)
BANNER: Final = 'The SMTP banner "{0}" isn\'t valid. It must start with "220".'  # our wording
CUSTOM_GROUP: Final = (  # our wording
    "The value Custom can't be set as a permission group: it stands for permissions that were added one by one."
)
EMPTY_COLLECTION: Final = "Cannot bind argument to parameter '{0}' because it is an empty collection."
NO_BINDINGS: Final = "The {0} parameter must hold at least one value."  # our wording
USAGE_NEEDS: Final = "The {0} parameter is required when the usage type is {1}."  # our wording
USAGE_FORBIDS: Final = "The {0} parameter can't be used when the usage type is {1}."  # our wording
ADMIN_LIMIT: Final = "The administrative limit for this request was exceeded."
WHAT_NEW_CONNECTOR: Final = 'Creating Receive connector "{0}".'  # our wording
WHAT_SET_CONNECTOR: Final = 'Setting Receive connector "{0}".'  # our wording
WHAT_REMOVE_CONNECTOR: Final = 'Removing Receive connector "{0}".'  # our wording

# Values
RANGE: Final = "The property value is invalid. The value must be between {1} and {2}. Property name: {0}"  # our wording
TOO_LONG: Final = (
    "The length of the property is too long. The maximum length is {0} and the length of the value provided is {1}."
)
CONVERSION: Final = (
    "Cannot process argument transformation on parameter '{0}'. Cannot convert value \"{1}\" to type "
    '"{2}". Error: "{3}"'
)
PARAMETER_UNKNOWN: Final = "A parameter cannot be found that matches parameter name '{0}'."

# Permissions
WHAT_ADD_PERMISSION: Final = (
    'Adding Active Directory permission "{0}" for user "{1}" with access rights "{2}".'  # our wording, after Remove-
)
WHAT_REMOVE_PERMISSION: Final = 'Removing Active Directory permission "{0}" for user "{1}" with access rights "{2}".'
WHAT_SET_OWNER: Final = 'Setting the owner of "{0}" to "{1}".'  # our wording
ACE_PRESENT: Final = (  # its end: our wording
    'The appropriate access control entry is already present on the object "{0}" for account "{1}".'
)
ACE_MISSING: Final = (
    'Can\'t remove the access control entry on the object "{0}" for account "{1}" because the '
    "ACE doesn't exist on the "
    "object."
)
ACE_INHERITED: Final = (  # our wording
    "An inherited access control entry has been specified: [Rights: {1}, ControlType: {2}] and was "
    'ignored on object "{0}".'
)
NO_USER: Final = "You must specify a value for the User parameter."  # our wording
NO_RIGHTS: Final = "You must specify a value for the AccessRights or the ExtendedRights parameter."  # our wording
RIGHT_UNKNOWN: Final = 'Couldn\'t find extended right "{0}". Make sure you have typed it correctly.'  # our wording
USER_FROM_ENTRY: Final = (  # our own: the line of a well-known article has no value where it takes the user from
    "The User parameter is empty, so the user is taken from the permission entry in the pipeline. In scripts, write: "
    '... | ForEach-Object {{ Remove-ADPermission -Identity $_.Identity -User $_.User -ExtendedRights "{0}" }}'
)

# Accepted domains
WHAT_NEW_DOMAIN: Final = 'Creating Accepted Domain "{0}" with domain name "{1}".'
WHAT_SET_DOMAIN: Final = 'Setting Accepted Domain "{0}".'  # our wording
WHAT_REMOVE_DOMAIN: Final = 'Removing Accepted Domain "{0}".'  # our wording
DEFAULT_DOMAIN_STAYS: Final = 'The default accepted domain "{0}" can\'t be removed.'  # our wording
DOMAIN_TAKEN: Final = 'The domain name "{0}" is already used by the accepted domain "{1}".'  # our wording
DEFAULT_MOVES: Final = "The default accepted domain can't be cleared. Set another domain as the default."  # our wording

# Send connectors
WHAT_NEW_SEND: Final = 'Creating Send connector "{0}".'  # our wording
WHAT_SET_SEND: Final = 'Setting Send connector "{0}".'  # our wording
WHAT_REMOVE_SEND: Final = 'Removing Send connector "{0}".'  # our wording
DNS_OR_SMART_HOSTS: Final = (  # our wording
    "A Send connector uses either DNS or smart hosts: set DNSRoutingEnabled to $false together with SmartHosts."
)
NO_ADDRESS_SPACE: Final = "The AddressSpaces parameter must hold at least one value."  # our wording

# Lab hosts: our own cmdlets
WHAT_NEW_HOST: Final = 'Creating lab host "{0}" with address {1}.'
WHAT_REMOVE_HOST: Final = 'Removing lab host "{0}".'
HOST_TAKEN: Final = 'The address {0} already belongs to "{1}".'
PORT_TAKEN: Final = 'The port {0} already belongs to lab host "{1}".'
