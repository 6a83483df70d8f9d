#!/usr/bin/python3
"""Python's end of tests/python/itsdangerous.test.ts.

Signs and verifies with itsdangerous and PyJWT, and does for Cookie-Manager 1.0 what it does with
itsdangerous: TimestampSigner(keys[key_id]) over json.dumps of the payload with its key_id. Reads
one JSON request a line from stdin and answers each with one JSON line on stdout. Needs Debian's
python3-itsdangerous and python3-jwt.
"""

import hashlib
import json
import sys

import itsdangerous
import jwt


def signer(request):
    """The class with the options that were asked for; secrets oldest first, as here."""
    cls = getattr(itsdangerous, request["class"])
    how = {
        "key_derivation": request["keyDerivation"],
        "digest_method": getattr(hashlib, request["digest"]),
    }
    if request["class"].endswith("Serializer"):
        how["sep"] = request["separator"]
        return cls(request["secrets"], salt=request["salt"], signer_kwargs=how)
    return cls(request["secrets"], salt=request["salt"], sep=request["separator"], **how)


def text(value):
    return value if isinstance(value, str) else value.decode()


def answer(request):
    what = request["do"]
    if what == "json":
        return {"text": json.dumps(request["value"])}
    if what == "jwt":
        return {"text": jwt.encode(request["claims"], request["secret"], algorithm="HS256")}
    if what == "jwt-read":
        claims = jwt.decode(request["token"], request["secret"], algorithms=["HS256"])
        return {"value": claims}
    if what == "cookie":
        payload = {**request["payload"], "key_id": request["keyId"]}
        signed = itsdangerous.TimestampSigner(request["keys"][request["keyId"]])
        return {"text": signed.sign(json.dumps(payload)).decode()}
    if what == "cookie-read":
        # The payload ends at the last brace; its key id chooses the key.
        untrusted = json.loads(request["token"][: request["token"].rindex("}") + 1])
        signed = itsdangerous.TimestampSigner(request["keys"][untrusted["key_id"]])
        return {"value": json.loads(signed.unsign(request["token"], max_age=50))}
    signs = signer(request)
    age = {"max_age": 60} if request["class"].startswith(("Time", "URLSafeTimed")) else {}
    if what == "sign":
        write = signs.dumps if hasattr(signs, "dumps") else signs.sign
        return {"text": text(write(request["value"]))}
    if hasattr(signs, "loads"):
        return {"value": signs.loads(request["token"], **age)}
    return {"value": signs.unsign(request["token"], **age).decode()}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except itsdangerous.BadData:
        print(json.dumps({"refused": True}), flush=True)
