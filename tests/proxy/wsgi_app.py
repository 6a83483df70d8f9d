"""A WSGI app that tells what it was told: WSGI has one name for `-` and `_` in headers."""

import json
import sys


def app(environ, start_response):
    told = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    told["REMOTE_USER"] = environ.get("REMOTE_USER")
    told["length"] = len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
    body = json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIServer, make_server

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    server = make_server("127.0.0.1", int(sys.argv[1]), app, server_class=Server)
    print("ready", flush=True)
    server.serve_forever()
