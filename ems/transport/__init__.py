"""Mail: which connector takes a session, what it may do, what is replied, where messages go.

Reads the directory, writes the organization's spool and logs. Nothing here ever opens a connection to another machine.
"""
