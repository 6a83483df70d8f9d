"""The Flask site of the tests as an application that gunicorn can load."""

import json
import os
import sys

import werkzeug.serving

SETUP = json.loads(os.environ["HALLPASS_BENCH"])
HERE = os.path.dirname(os.path.abspath(__file__))


class Nothing:
    """The site serves itself when it is run; here gunicorn does."""

    def __init__(self, *_, **__):
        pass

    def serve_forever(self):
        pass


werkzeug.serving.make_server = Nothing
sys.argv = ["consent_site.py", "0", SETUP["service"], "no key is asked for", HERE]
sys.path.insert(0, os.path.join(HERE, "../../tests/python"))

import consent_site  # noqa: E402

app = consent_site.app
app.config["SECRET_KEY"] = SETUP["secretKey"]
