internal import GemCore
internal import HTTPTypes

/// What can be asked about the mock itself, over the same transport.
extension MockGemini {
    func admin(_ request: Request) async throws(GemError) -> Response {
        let path = request.path.prefix { $0 != "?" }.dropFirst("/__mock/".count)
        switch (request.head.method, path) {
        case (.get, "requests"): return answer(["requests": .array(requests.map(\.json))])
        case (.get, "metrics"): return answer(metrics)
        case (.post, "faults"), (.post, "fixtures"):
            let bytes = try await request.body.collect(upTo: 1 << 20)
            do {
                try arrange(String(path), JSON(parsing: bytes, .lenient))
                return answer(.object(JSON.Object()))
            } catch {
                return answer(APIFailure.invalid("\(error)").json, status: .badRequest)
            }
        case (.post, "reset"):
            reset()
            return answer(.object(JSON.Object()))
        case (.post, "resume"):
            resume()
            return answer(.object(JSON.Object()))
        default:
            let failure = APIFailure(
                code: 404, status: "NOT_FOUND",
                message:
                    "The mock has no \(request.head.method.rawValue) /__mock/\(path); it has GET requests and metrics, POST faults, fixtures, reset and resume."
            )
            return answer(failure.json, status: .notFound)
        }
    }

    /// Arranges what a test in another process asks for.
    private func arrange(_ what: String, _ json: JSON) throws {
        guard what == "faults" else { return try enqueue(.fixture(json)) }
        let text = json.text(of: "fault")
        guard let fault = Fault(text) else {
            throw GemError(.badInput, "There is no fault \"\(text)\"; see MockServer/README.md for the list.")
        }
        let name = json.text(of: "operation")
        let operation = Route.Operation(rawValue: name)
        guard name.isEmpty || operation != nil else { throw GemError(.badInput, "There is no operation \"\(name)\".") }
        enqueue(fault, times: json.field("times")?.int ?? 1, on: operation)
    }

    private func answer(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response { .json(status, json.bytes(.pretty)) }

    private var metrics: JSON {
        let records = requests
        func counts(_ name: (RequestRecord) -> String) -> JSON {
            let groups = Dictionary(grouping: records, by: name).sorted { $0.key < $1.key }
            return .object(JSON.Object(groups.map { JSON.Object.Member($0.key, .int($0.value.count)) }))
        }
        return .members([
            "requests": .int(records.count), "byOperation": counts { $0.operation.rawValue }, "byStatus": counts { String($0.status) },
            "batchItems": .int(records.reduce(0) { $0 + $1.items }), "bytesReceived": .int(records.reduce(0) { $0 + $1.bytesReceived }),
            "bytesSent": .int(records.reduce(0) { $0 + $1.bytesSent }), "faults": .int(records.filter { $0.fault != nil }.count),
            "files": .int(shelf.files.count), "stalled": .int(stalled),
        ])
    }
}
