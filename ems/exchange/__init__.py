"""Exchange: its types, schema and cmdlets. One file for each noun."""
