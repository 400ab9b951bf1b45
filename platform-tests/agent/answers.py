"""What schemathesis is to look at besides its own checks; fuzz.sh names this file in SCHEMATHESIS_HOOKS."""
import json
import os

import schemathesis

PROBLEM = "application/problem+json"
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
# The one path that needs no token.
OPEN = "/health"


@schemathesis.check
def headers_of_all(context, response, case):
    """Security headers everywhere, nothing for other origins, and no word of what serves."""
    for name, value in HEADERS.items():
        assert response.headers.get(name) == [value], f"{name}: {response.headers.get(name)}"
    assert "default-src 'self'" in response.headers.get("content-security-policy", [""])[0]
    for name in response.headers:
        assert not name.startswith("access-control-") and name not in ("server", "set-cookie"), name


@schemathesis.check
def errors_are_problems(context, response, case):
    """Every error has the form of RFC 9457, and no word of classes."""
    if response.status_code < 400 or response.status_code == 503 or case.method == "HEAD":
        return
    assert response.headers.get("content-type") == [PROBLEM], response.headers.get("content-type")
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code, problem
    assert "org.eclipse" not in problem["detail"] and "Exception" not in problem["detail"], problem


@schemathesis.check
def nothing_without_a_token(context, response, case):
    """Only asked for where no token is sent: then all but the open path is refused."""
    if os.environ["PROCPROBE_FUZZ_TOKEN"] == "without" and case.operation.path != OPEN:
        assert response.status_code >= 400, f"{response.status_code} without a token"
