"""Text that carries data: JSON, CSV, HTML, CLIXML, name=value lines. Readers and writers, without the cmdlets around
them."""
