internal import GemCore
internal import HTTPTypes

/// How much was asked.
extension AdminPage {
    static var metricsPages: [AdminPage] {
        [
            AdminPage(method: .get, path: "metrics", words: "counts in Prometheus' text form; as JSON where Accept says application/json") {
                call in
                let tally = call.mock.log.tally
                if call.wantsJSON { return .page(tally.json(call.mock)) }
                var fields = HTTPFields()
                fields[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
                return Response(HTTPResponse(status: .ok, headerFields: fields), body: .bytes(Array(tally.exposition(call.mock).utf8)))
            }
        ]
    }
}

extension Tally {
    fileprivate func json(_ mock: MockGemini) -> JSON {
        func counts(_ name: (Key) -> String) -> JSON {
            let groups = Dictionary(requests.map { (name($0.key), $0.value) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            return .object(JSON.Object(groups.map { JSON.Object.Member($0.key, .int($0.value)) }))
        }
        return .members([
            "requests": .int(requests.values.reduce(0, +)), "byOperation": counts(\.operation), "byStatus": counts { String($0.status) },
            "byModel": counts(\.model), "batchItems": .int(items), "bytesReceived": .int(bytesReceived), "bytesSent": .int(bytesSent),
            "faults": .int(faults.values.reduce(0, +)), "files": .int(mock.shelf.files.count), "stalled": .int(mock.stalled),
        ])
    }

    fileprivate func exposition(_ mock: MockGemini) -> String {
        var text = Exposition()
        text.family("requests_total", "counter", "Requests by operation, model and HTTP status; status 0 is a connection that broke.")
        for (key, count) in requests.sorted(by: { $0.key < $1.key }) {
            text.sample(["operation": key.operation, "model": key.model, "status": String(key.status)], count)
        }
        text.family("faults_total", "counter", "Faults that struck, by kind.")
        for (name, count) in faults.sorted(by: { $0.key < $1.key }) { text.sample(["fault": name], count) }
        text.family("batch_items_total", "counter", "Items of batches: contents to embed, instances.")
        text.sample([:], items)
        text.family("received_bytes_total", "counter", "Bytes of requests' bodies.")
        text.sample([:], bytesReceived)
        text.family("sent_bytes_total", "counter", "Bytes of answers' bodies, as far as they were read.")
        text.sample([:], bytesSent)
        text.family("files", "gauge", "Files of the Files API that live.")
        text.sample([:], mock.shelf.files.count)
        text.family("stalled", "gauge", "Exchanges that a stall holds up.")
        text.sample([:], mock.stalled)
        text.family("clock_seconds", "gauge", "The mock's clock, in seconds since 1970.")
        text.sample([:], Double(mock.clock.now.microseconds) / 1e6)
        return text.text
    }
}
