internal import GemCore
internal import HTTPTypes

/// What goes wrong.
extension AdminPage {
    static var faultPages: [AdminPage] {
        [
            AdminPage(method: .get, path: "faults", words: "the faults that may still strike, and what each has struck") { call in
                .page(["faults": .array(call.mock.faults.entries.map(\.json)), "stalled": .int(call.mock.stalled)])
            },
            AdminPage(
                method: .post, path: "faults",
                words: "order a fault, or a list of them: {\"fault\": \"429;retry=2s\", \"times\": 2, \"operation\": \"generateContent\"}"
            ) { call in
                var ids: [JSON] = []
                // All are read before any stands.
                for order in try (call.json.array ?? [call.json]).map(Self.order) { ids.append(.string(call.mock.faults.order(order))) }
                return .page(call.json.array == nil ? ["id": ids[0]] : ["ids": .array(ids)])
            },
            AdminPage(method: .delete, path: "faults", words: "take all faults back, or one by ?id=") { call in
                try Self.withdraw(call, call.queryValue("id"))
            },
            AdminPage(method: .delete, path: "faults/*", words: "take one fault back, by its id") { call in
                try Self.withdraw(call, String(call.page.dropFirst("faults/".count)))
            },
            AdminPage(method: .post, path: "resume", words: "let stalled exchanges go on") { call in
                call.mock.resume()
                return .done
            },
        ]
    }

    private static func withdraw(_ call: AdminCall, _ id: String?) throws -> Response {
        let count = call.mock.faults.withdraw(id)
        guard let id, count == 0 else { return .page(["withdrawn": .int(count)]) }
        throw APIFailure(
            code: 404, status: "NOT_FOUND", message: "There is no fault of the id \"\(id)\", or it has struck for the last time.")
    }

    /// Reads an order; members of the object win over the parameters in the fault's text. One without times strikes once, unless by chance.
    private static func order(_ json: JSON) throws(GemError) -> FaultOrder {
        if let text = json.string { return try FaultOrder(text) }
        guard let object = json.object else { throw GemError(.badInput, "An order of a fault is an object with the member fault.") }
        let names = ["fault", "times", "id", "skip", "rate", "seed", "operation", "model"]
        if let stray = object.members.first(where: { !names.contains($0.name) }) {
            throw GemError(.badInput, "There is no \"\(stray.name)\" in an order of a fault; there are \(names.joined(separator: ", ")).")
        }
        guard var text = object["fault"]?.string else { throw GemError(.badInput, "An order of a fault needs the member fault, a text.") }
        for name in names.dropFirst() {
            guard let value = object[name], value != .null else { continue }
            guard let value = value.string ?? value.double.map({ _ in value.text() }) else {
                throw GemError(.badInput, "\"\(name)\" is neither a number nor a text.")
            }
            // The text's own parameter gives way.
            text = text.split(separator: ";").filter { !$0.lowercased().hasPrefix(name + "=") }.joined(separator: ";") + ";\(name)=\(value)"
        }
        var order = try FaultOrder(text)
        if order.times == nil, order.rate == 1 { order.times = 1 }
        return order
    }
}

extension FaultDesk.Entry {
    fileprivate var json: JSON {
        .members([
            "id": .string(order.id), "fault": .string(order.fault.description), "operation": order.operation.map { .string($0.rawValue) },
            "model": order.model.isEmpty ? nil : .string(order.model), "times": order.times.map { .int($0) },
            "left": order.times.map { .int(max(0, $0 - struck)) }, "skip": order.skip == 0 ? nil : .int(order.skip),
            "rate": order.rate == 1 ? nil : .double(order.rate), "seed": order.rate == 1 ? nil : .int(order.seed), "seen": .int(seen),
            "struck": .int(struck),
        ])
    }
}
