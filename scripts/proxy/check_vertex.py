"""Vertex AI: where it is sent, which forms share, what stays apart."""

from .kit import GENERATE, KEY, body, check, need, same

PATH = "/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:"
BEARER = {"Authorization": f"Bearer {KEY}"}


def vertex(world, *options):
    """A proxy with two upstreams, and Vertex's."""
    other = world.another_upstream()
    return world.proxy("--vertex-upstream", other.url, *options), other


def near(left, right):
    """Equal, but for numbers that passed through 32 bits; what the left has more of does not count."""
    if isinstance(right, dict):
        return isinstance(left, dict) and all(name in left and near(left[name], value) for name, value in right.items())
    if isinstance(right, list):
        return isinstance(left, list) and len(left) == len(right) and all(map(near, left, right))
    return abs(left - right) < 1e-6 if isinstance(right, float) else left == right


@check("vertex")
def each_API_goes_to_its_own_upstream(world):
    proxy, other = vertex(world)
    proxy.ask(GENERATE, body("d"))
    proxy.ask(PATH + "generateContent", body("v"), BEARER, key=None)
    same((world.upstream.count(), other.count()), (1, 1))
    same((other.last.path, other.last.header("authorization")), (PATH + "generateContent", f"Bearer {KEY}"))


@check("vertex")
def projects_and_locations_do_not_matter_to_the_key(world):
    proxy, other = vertex(world)
    first = proxy.ask(PATH + "generateContent", body("v"), BEARER, key=None)
    for path in (
        PATH.replace("/p/", "/q/"),
        PATH.replace("us-central1", "global"),
        PATH.replace("us-central1", "europe-west4"),
        PATH.replace("v1beta1", "v1"),
        "/v1beta1/publishers/google/models/gemini-2.5-flash:",
    ):
        answer = proxy.ask(path + "generateContent", body("v"), BEARER, key=None)
        need(answer.hit and answer.json == first.json, f"{path}: {answer}")
    same(other.count(), 1)


@check("vertex")
def endpoints_tuned_models_and_other_publishers_keep_their_names(world):
    proxy, other = vertex(world)
    proxy.ask(PATH + "generateContent", body("v"), BEARER, key=None)
    for path in (
        "/v1/projects/p/locations/us-central1/endpoints/123:",
        "/v1/projects/p/locations/us-central1/endpoints/gemini-2.5-flash:",
        "/v1/projects/q/locations/us-central1/endpoints/123:",
        "/v1/projects/p/locations/us-east1/endpoints/123:",
        "/v1/projects/p/locations/us-central1/models/gemini-2.5-flash:",
        "/v1/projects/p/locations/us-central1/publishers/meta/models/gemini-2.5-flash:",
    ):
        answer = proxy.ask(path + "generateContent", body("v"), BEARER, key=None)
        need(answer.status == 200 and not answer.hit, f"{path}: {answer}")


@check("vertex")
def enum_integers_are_read_by_the_table_of_the_API(world):
    """HARASSMENT is 7 for the Developer API and 3 for Vertex."""
    proxy, other = vertex(world)

    def safety(category):
        return body("enum", safetySettings=[{"category": category, "threshold": "BLOCK_NONE"}])

    named = proxy.ask(PATH + "generateContent", safety("HARM_CATEGORY_HARASSMENT"), BEARER, key=None)
    need(proxy.ask(PATH + "generateContent", safety(3), BEARER, key=None).hit, "3 on Vertex")
    need(not proxy.ask(PATH + "generateContent", safety(7), BEARER, key=None).hit, "7 on Vertex is something else")
    one = proxy.ask(GENERATE, safety(7))
    same(one.cache.get("key"), named.cache.get("key"), "7 on the Developer API")


@check("vertex")
def the_stream_of_Vertex_serves_all_its_shapes(world):
    proxy, other = vertex(world)
    proxy.ask(PATH + "streamGenerateContent?alt=sse", body("vs"), BEARER, key=None)
    answer = proxy.ask(PATH + "generateContent", body("vs"), BEARER, key=None)
    need(answer.hit and answer.text.startswith("one two") and "createTime" in answer.json and "index" not in answer.json["candidates"][0], answer)


@check("vertex")
def bare_paths_get_project_and_location(world):
    proxy, other = vertex(world, "--vertex-project", "my-project", "--vertex-location", "europe-west4")
    for path in ("/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", "/v1/publishers/google/models/gemini-2.5-flash:generateContent"):
        answer = proxy.ask(path, body(f"bare {path}"), BEARER, key=None)
        same(answer.status, 200)
        same(other.last.path, path.replace("/publishers", "/projects/my-project/locations/europe-west4/publishers"))
    full = "/v1/projects/other/locations/us-east1/publishers/google/models/gemini-2.5-flash:generateContent"
    proxy.ask(full, body("full"), BEARER, key=None)
    same(other.last.path, full, "a full path stays as it is")


@check("vertex")
def express_mode_stays_bare(world):
    proxy, other = vertex(world)
    path = "/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent"
    same(proxy.ask(path, body("express")).status, 200)
    same((other.last.path, other.last.header("x-goog-api-key"), world.upstream.count()), (path, KEY, 0))


@check("vertex")
def predict_embedContent_and_countTokens_are_kept(world):
    proxy, other = vertex(world)
    base = PATH.replace("gemini-2.5-flash", "gemini-embedding-001")
    for path, content in (
        (base + "predict", {"instances": [{"content": "x", "task_type": "RETRIEVAL_QUERY"}], "parameters": {"outputDimensionality": 16}}),
        (PATH + "countTokens", body("c")),
    ):
        first = proxy.ask(path, content, BEARER, key=None)
        again = proxy.ask(path, content, BEARER, key=None)
        need(again.hit and near(again.json, {name: value for name, value in first.json.items() if name != "metadata"}), f"{path}: {again}")


@check("vertex")
def predict_with_two_instances_sends_what_is_missing(world):
    from .replies import vector

    proxy, other = vertex(world)
    base = PATH.replace("gemini-2.5-flash", "text-embedding-005")
    proxy.ask(base + "predict", {"instances": [{"content": "a"}]}, BEARER, key=None)
    answer = proxy.ask(base + "predict", {"instances": [{"content": "b"}, {"content": "a"}]}, BEARER, key=None)
    need(near([one["embeddings"]["values"] for one in answer.json["predictions"]], [vector(text, 8, None, None) for text in "ba"]), answer)
    same([one["content"] for one in other.last.json["instances"]], ["b"], "sent")


@check("vertex")
def without_an_upstream_the_location_names_the_host(world):
    """A proxy of the test's own takes the CONNECT and tells for whom it was."""
    import socket
    import threading

    asked = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def refuse():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(4096).decode("latin-1").split(" ")[1])
                connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                connection.close()

        threading.Thread(target=refuse, daemon=True).start()
        through = f"http://127.0.0.1:{server.getsockname()[1]}"
        proxy = world.proxy(env={"https_proxy": through, "no_proxy": "127.0.0.1"})
        for location, host in (
            ("us-central1", "us-central1-aiplatform.googleapis.com"),
            ("europe-west4", "europe-west4-aiplatform.googleapis.com"),
            ("global", "aiplatform.googleapis.com"),
            ("us", "aiplatform.us.rep.googleapis.com"),
            ("eu", "aiplatform.eu.rep.googleapis.com"),
        ):
            answer = proxy.ask(PATH.replace("us-central1", location) + "generateContent", body(location), BEARER, key=None)
            need(answer.status in (502, 503), answer)
            same(asked[-1:], [f"{host}:443"], f"location {location}")
        express = proxy.ask("/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", body("express"))
        same((express.status in (502, 503), asked[-1:]), (True, ["aiplatform.googleapis.com:443"]), "express mode")
    same(world.upstream.count(), 0, "Vertex went to the Developer API's upstream")


@check("vertex")
def a_missing_credential_is_Vertexs_own_error(world):
    proxy, other = vertex(world)
    other.always(
        lambda exchange: exchange.send(
            401,
            {"error": {"code": 401, "message": "API keys are not supported by this API.", "status": "UNAUTHENTICATED"}},
            headers=[("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/"')],
        )
    )
    answer = proxy.ask(PATH + "generateContent", body("no"), key=None)
    same(
        (answer.status, answer.json["error"]["status"], answer.header("www-authenticate")),
        (401, "UNAUTHENTICATED", 'Bearer realm="https://accounts.google.com/"'),
    )
