#!/usr/bin/python3
"""A Flask service beside hallpass: Python's end of tests/python/cognito-cookies.test.ts.

It sets, reads and deletes the three cookies as flask-cognito-lib 1.9 does, with the same
libraries (Flask, PyJWT, cryptography), and trusts nothing that it cannot verify. Reads one JSON
request a line from stdin and answers each with one JSON line on stdout. Needs Debian's
python3-flask, python3-jwt and python3-cryptography.
"""

import json
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256

import jwt
from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, make_response, request

ACCESS, ID, REFRESH = "cognito_access_token", "cognito_id_token", "cognito_refresh_token"

app = Flask(__name__)


def fernet(config):
    return Fernet(urlsafe_b64encode(sha256(config["secretKey"].encode()).digest()))


def verified(token, config, audience=None):
    kid = jwt.get_unverified_header(token)["kid"]
    keys = jwt.PyJWKSet.from_dict(config["jwks"]).keys
    key = next(key for key in keys if key.key_id == kid)
    claims = jwt.decode(
        token,
        key.key,
        algorithms=["RS256"],
        issuer=config["issuer"],
        audience=audience,
        options={"verify_aud": audience is not None, "require": ["exp", "iat", "iss"]},
    )
    if audience is None and claims["client_id"] != config["clientId"]:
        raise jwt.InvalidTokenError("another client")
    return claims


def read(config):
    """Who the request's cookies say it is; None for each cookie that is not good."""
    found = {"access": None, "id": None, "refreshToken": None}
    try:
        if ACCESS in request.cookies:
            found["access"] = verified(request.cookies[ACCESS], config)
        if ID in request.cookies:
            found["id"] = verified(request.cookies[ID], config, config["clientId"])
    except (jwt.PyJWTError, StopIteration):
        pass
    token = request.cookies.get(REFRESH)
    if token and config["encrypted"]:
        try:
            token = fernet(config).decrypt(token.encode()).decode()
        except InvalidToken:
            token = None
    found["refreshToken"] = token
    return found


def write(config, tokens):
    """The Set-Cookie lines of a login, or of a refresh, which leaves the refresh token alone."""
    response = make_response("ok")
    attributes = {
        "httponly": True,
        "secure": True,
        "domain": config["domain"],
        "samesite": config["sameSite"],
    }
    response.set_cookie(ACCESS, tokens["accessToken"], max_age=1800, **attributes)
    if "refreshToken" in tokens:
        token = tokens["refreshToken"]
        if config["encrypted"]:
            token = fernet(config).encrypt(token.encode()).decode()
        response.set_cookie(REFRESH, token, max_age=86400, **attributes)
    response.set_cookie(ID, tokens["idToken"], max_age=1800, **attributes)
    return response.headers.getlist("Set-Cookie")


def clear(config):
    """The Set-Cookie lines of a logout."""
    response = make_response("bye")
    for name in (ACCESS, REFRESH, ID):
        if name in request.cookies:
            response.delete_cookie(name, domain=config["domain"])
    return response.headers.getlist("Set-Cookie")


def answer(asked):
    config = asked["config"]
    with app.test_request_context(headers={"Cookie": asked["cookie"]}):
        if asked["do"] == "read":
            return read(config)
        if asked["do"] == "clear":
            return {"cookies": clear(config)}
        return {"cookies": write(config, asked["tokens"])}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
