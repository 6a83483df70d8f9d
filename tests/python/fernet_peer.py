#!/usr/bin/python3
"""Python's end of tests/python/fernet.test.ts.

Reads one JSON request a line from stdin and answers each with one JSON line on stdout.
Needs Debian's python3-cryptography.
"""

import json
import sys

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


def answer(request):
    fernet = MultiFernet([Fernet(key) for key in request["keys"]])
    if request["do"] == "encrypt":
        text = request["text"].encode()
        return {"value": fernet.encrypt_at_time(text, request["now"]).decode()}
    token = request["token"].encode()
    try:
        if request["do"] == "rotate":
            return {"value": fernet.rotate(token).decode()}
        if request["ttl"] is None:
            return {"value": fernet.decrypt(token).decode()}
        return {"value": fernet.decrypt_at_time(token, request["ttl"], request["now"]).decode()}
    except InvalidToken:
        return {"refused": True}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
