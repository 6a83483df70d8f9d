#!/usr/bin/python3
"""Python's end of tests/python/tokens.test.ts: PyJWT as a service uses it.

Reads one JSON request a line from stdin and answers each with one JSON line on stdout. Needs
Debian's python3-jwt and python3-cryptography.
"""

import json
import sys

import jwt


def answer(request):
    if request["do"] == "encode":
        key = request.get("secret") or jwt.PyJWK(request["jwk"]).key
        return {
            "text": jwt.encode(
                request["claims"], key, algorithm=request["alg"], headers=request.get("headers")
            )
        }
    key = request.get("secret")
    if key is None:
        # What a client of a published set does: the key of the token's kid.
        kid = jwt.get_unverified_header(request["token"])["kid"]
        key = next(k.key for k in jwt.PyJWKSet.from_dict(request["jwks"]).keys if k.key_id == kid)
    claims = jwt.decode(
        request["token"],
        key,
        algorithms=[request["alg"]],
        issuer=request["issuer"],
        audience=request["audience"],
        options={"require": ["exp", "iat", "nbf", "iss", "aud"]},
    )
    return {"value": claims}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except jwt.InvalidTokenError as error:
        print(json.dumps({"refused": type(error).__name__}), flush=True)
