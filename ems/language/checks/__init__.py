"""What a script may not say although it can be read: PowerShell's checks after parsing."""
