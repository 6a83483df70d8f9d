"""Runs a program in a terminal: types KEYS once TEXT is shown. Prints what the terminal showed.

Usage: terminal.py TEXT KEYS PROGRAM...; ends with the program's status.
"""
import os
import pty
import sys

text, keys, program = sys.argv[1], sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
shown, typed = b"", False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if not typed and text.encode() in shown:
        typed = True
        os.write(terminal, keys.encode())
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)
