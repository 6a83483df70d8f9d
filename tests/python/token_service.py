#!/usr/bin/python3
"""A Flask service that takes tokens of hallpass and makes some: the other half of
tests/python/token-service.test.ts.

Usage: token_service.py PORT CONFIG, the configuration of the app as JSON: TOKEN_SECRET, ISSUER,
AUDIENCE, and JWKS_URL, where hallpass publishes its keys. Needs Debian's python3-flask,
python3-jwt and python3-cryptography.
"""

import json
import sys
import time
from functools import wraps

import jwt
from flask import Flask, g, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

app = Flask(__name__)
app.config.update(json.loads(sys.argv[2]))
published = jwt.PyJWKClient(app.config["JWKS_URL"])


def checked(token, key, algorithm):
    return jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        issuer=app.config["ISSUER"],
        audience=app.config["AUDIENCE"],
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )


def token_required(key_of, algorithm):
    def decorator(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                return jsonify(error="token_required"), 401
            try:
                g.claims = checked(token, key_of(token), algorithm)
            except jwt.PyJWTError as error:
                return jsonify(error=type(error).__name__), 401
            return view(*args, **kwargs)

        return guarded

    return decorator


@app.get("/notes")
@token_required(lambda _token: app.config["TOKEN_SECRET"], "HS256")
def notes():
    return jsonify(owner=g.claims["sub"], session=g.claims["rfid"], scopes=g.claims["scopes"])


@app.get("/published")
@token_required(lambda token: published.get_signing_key_from_jwt(token).key, "ES256")
def by_published_key():
    return jsonify(owner=g.claims["sub"])


@app.post("/token")
def token():
    """Makes a token with these claims, which may say something else than is right."""
    now = int(time.time())
    claims = {"iss": app.config["ISSUER"], "aud": app.config["AUDIENCE"], "iat": now, "exp": now + 900}
    claims.update(request.get_json())
    return jsonify(token=jwt.encode(claims, app.config["TOKEN_SECRET"], algorithm="HS256"))


class Quiet(WSGIRequestHandler):
    def log(self, *_arguments):
        pass


server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=Quiet)
print("ready", flush=True)
server.serve_forever()
