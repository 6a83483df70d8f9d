#!/usr/bin/python3
"""Python's itsdangerous and cryptography, doing the same loops; the other end of python.ts.

Reads {"name", "task", "times"} as JSON, one a line, and answers with the seconds that it took.
The first line is the payload.
"""

import json
import sys
from time import perf_counter

from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

SECRET = "the secret of this benchmark, 32+ bytes"
payload = json.loads(sys.stdin.readline())

signer = TimestampSigner(SECRET)
serializer = URLSafeTimedSerializer(SECRET)
fernet = Fernet(Fernet.generate_key())

WAYS = {
    "TimestampSigner": (
        lambda: signer.sign(json.dumps(payload)),
        lambda token: json.loads(signer.unsign(token, max_age=3600)),
    ),
    "URLSafeTimedSerializer": (
        lambda: serializer.dumps(payload),
        lambda token: serializer.loads(token, max_age=3600),
    ),
    "Fernet": (
        lambda: fernet.encrypt(json.dumps(payload).encode()),
        lambda token: json.loads(fernet.decrypt(token, ttl=3600)),
    ),
}

for write, read in WAYS.values():
    token = write()
    assert read(token) == payload
    end = b"AAAAAAAAAA" if isinstance(token, bytes) else "AAAAAAAAAA"
    try:
        read(token[:-10] + end)
        raise SystemExit("a token that was changed was taken")
    except (BadSignature, InvalidToken):
        pass
print("ready", flush=True)

for line in sys.stdin:
    request = json.loads(line)
    write, read = WAYS[request["name"]]
    token = write()
    start = perf_counter()
    if request["task"] in ("sign", "seal"):
        for _ in range(request["times"]):
            write()
    else:
        for _ in range(request["times"]):
            read(token)
    print(perf_counter() - start, flush=True)
