"""The PowerShell language: text to tokens to tree."""
