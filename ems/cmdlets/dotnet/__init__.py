"""The members of the types that general cmdlets make, in the form of `ems.runtime.dotnet`."""
