internal import GemCore
internal import HTTPTypes

/// Reads fixtures out of JSON; every complaint names the place, what is wrong and what would be right.
struct FixtureReader {
    /// Where the fixture stands, for complaints.
    let source: String

    private static let answerNames = ["response", "stream", "error", "http", "fault", "delaysMs"]
    private static let names = ["match", "times", "sequence", "then", "name", "comment", "description"] + answerNames
    private static let matchNames = ["key", "model", "operation", "text", "path", "method"]

    /// Reads one fixture.
    func fixture(_ json: JSON) throws(GemError) -> Fixture {
        try check(json, Self.names, "a fixture")
        let match = try match(json.field("match") ?? .object(JSON.Object()))
        var times: Int?
        if let value = json.field("times") {
            guard let count = value.int, count > 0 else {
                throw wrong("times is \(Self.excerpt(value)); it must be a whole number from 1 on.")
            }
            times = count
        }
        return Fixture(source: source, match: match, supply: try supply(json), times: times)
    }

    private func supply(_ json: JSON) throws(GemError) -> Fixture.Supply {
        guard let sequence = json.field("sequence") else {
            if json.field("then") != nil { throw wrong("then stands only beside sequence.") }
            return .turns([try answer(json, "it")], repeatsLast: true)
        }
        if let other = Self.answerNames.first(where: { json.field($0) != nil }) {
            throw wrong("it has both sequence and \(other); put \(other) into an element of the sequence.")
        }
        guard let elements = sequence.array, !elements.isEmpty else {
            throw wrong("sequence is \(Self.excerpt(sequence)); it must be a list of answers that is not empty.")
        }
        var answers: [FixtureAnswer] = []
        for (index, element) in elements.enumerated() {
            let place = "sequence[\(index)]"
            try check(element, Self.answerNames, place)
            answers.append(try answer(element, place))
        }
        let then = json.field("then")?.string ?? "repeat"
        guard ["repeat", "next"].contains(then) else {
            throw wrong("then is \"\(then)\"; it must be \"repeat\" (the last answer again) or \"next\" (the next fixture that matches).")
        }
        return .turns(answers, repeatsLast: then == "repeat")
    }

    private func match(_ json: JSON) throws(GemError) -> FixtureMatch {
        try check(json, Self.matchNames, "match")
        var match = FixtureMatch(
            model: Route.shortModel(try text(json, "model")), operation: try text(json, "operation"),
            method: try text(json, "method").uppercased())
        if let key = json.field("key") {
            guard let key = key.string.flatMap({ RequestKey($0) }) else {
                throw wrong("match.key is \(Self.excerpt(key)); it must be 32 hexadecimal digits, as `gemcache key` prints them.")
            }
            match.key = key
        }
        if !match.operation.isEmpty, Route.Operation(rawValue: match.operation) == nil {
            let known = Route.Operation.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("match.operation \"\(match.operation)\" is not known; there are \(known).")
        }
        match.text = try pattern(json, "text")
        match.path = try pattern(json, "path")
        guard match.isAboutQuestions || match.key == nil && match.text == nil else {
            throw wrong("match.path and match.method cannot stand beside match.key or match.text; use match.operation instead.")
        }
        return match
    }

    private func text(_ json: JSON, _ name: String) throws(GemError) -> String {
        guard let value = json.field(name) else { return "" }
        guard let text = value.string else { throw wrong("match.\(name) is \(Self.excerpt(value)); it must be a string.") }
        return text
    }

    private func pattern(_ json: JSON, _ name: String) throws(GemError) -> FixtureMatch.Pattern? {
        let text = try text(json, name)
        guard json.field(name) != nil else { return nil }
        guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/"),
            name == "text" || text.dropLast().contains(where: { "\\[(.*+?|^$".contains($0) })
        else { return .substring(text) }
        let expression = String(text.dropFirst().dropLast())
        do { _ = try Regex(expression) } catch { throw wrong("match.\(name) is no regular expression: \(error)") }
        return .expression(expression)
    }

    private func answer(_ json: JSON, _ place: String) throws(GemError) -> FixtureAnswer {
        let kinds = ["response", "stream", "error", "http"].filter { json.field($0) != nil }
        var fault: Fault?
        if let spec = json.field("fault") {
            guard let text = spec.string else {
                throw wrong("\(place): fault is \(Self.excerpt(spec)); it must be a string such as \"cut;after=2\".")
            }
            do throws(GemError) { fault = try Fault(text) } catch { throw wrong("\(place): \(error.message)") }
        }
        guard kinds.count <= 1 else { throw wrong("\(place) has \(kinds.joined(separator: " and ")); it must have one of them.") }
        guard let kind = kinds.first, let value = json.field(kind) else {
            guard fault != nil else {
                throw wrong("\(place) needs one of response, stream (a list that is not empty), error, http, fault and sequence.")
            }
            return FixtureAnswer(content: .response(.object(JSON.Object())), fault: fault)
        }
        let delays = try delays(json, place)
        switch kind {
        case "response": return FixtureAnswer(content: .response(value), fault: fault)
        case "error": return FixtureAnswer(content: .error(try failure(value, place)), fault: fault)
        case "http": return FixtureAnswer(content: .whole(try whole(value, delays, place)), fault: fault)
        default:
            guard let events = value.array, !events.isEmpty else {
                throw wrong("\(place): stream is \(Self.excerpt(value)); it must be a list of events that is not empty.")
            }
            return FixtureAnswer(content: .stream(events, delays: delays), fault: fault)
        }
    }

    private func delays(_ json: JSON, _ place: String) throws(GemError) -> [Int64] {
        var delays: [Int64] = []
        for value in json.list("delaysMs") {
            guard let delay = value.int, (0...86_400_000).contains(delay) else {
                throw wrong("\(place): delaysMs holds \(Self.excerpt(value)); delays are milliseconds from 0 to 86400000.")
            }
            delays.append(Int64(delay))
        }
        return delays
    }

    private func failure(_ error: JSON, _ place: String) throws(GemError) -> APIFailure {
        try check(error, ["code", "status", "message", "details"], "\(place): error")
        let code = error.field("code")?.int ?? 500
        guard (400...599).contains(code) else {
            throw wrong(
                "\(place): error.code is \(Self.excerpt(error.field("code") ?? .null)); it must be an error's HTTP status, 400 to 599.")
        }
        var failure = APIFailure.standard(code)
        if let status = error.field("status")?.string { failure.status = status }
        if let message = error.field("message")?.string { failure.message = message }
        if let details = error.field("details")?.array { failure.details = details }
        return failure
    }

    private func whole(_ http: JSON, _ delays: [Int64], _ place: String) throws(GemError) -> WholeAnswer {
        try check(http, ["status", "headers", "body", "json", "base64"], "\(place): http")
        let status = http.field("status").map { $0.int ?? 0 } ?? 200
        guard (200...599).contains(status) else {
            throw wrong("\(place): http.status is \(Self.excerpt(http.field("status") ?? .null)); it must be 200 to 599.")
        }
        var fields = HTTPFields()
        for member in http.field("headers")?.object?.members ?? [] {
            guard let name = HTTPField.Name(member.name) else {
                throw wrong("\(place): http.headers: \"\(member.name)\" is no header's name.")
            }
            guard let value = member.value.string, HTTPField.isValidValue(value) else {
                throw wrong("\(place): http.headers.\(member.name) is \(Self.excerpt(member.value)); it must be a string of one line.")
            }
            fields[name] = value
        }
        var bytes: [UInt8] = []
        var type = "text/plain; charset=utf-8"
        if let json = http["json"] {
            (bytes, type) = (json.bytes(.pretty), Answer.contentType(of: .unary))
        } else if let text = http.field("body")?.string {
            bytes = Array(text.utf8)
            if (try? JSON(parsing: bytes)) != nil { type = Answer.contentType(of: .unary) }
        } else if let text = http.field("base64")?.string {
            guard let decoded = Base64Coding.decode(text) else { throw wrong("\(place): http.base64 is no base64.") }
            (bytes, type) = (decoded, "application/octet-stream")
        }
        if fields[.contentType] == nil { fields[.contentType] = type }
        let isEvents = fields[.contentType]?.lowercased().hasPrefix("text/event-stream") == true
        return WholeAnswer(status: status, fields: fields, pieces: WholeAnswer.pieces(bytes, delays: delays, isEvents: isEvents))
    }

    /// Refuses what is no object, and members that are not known, which are mostly misspelled.
    private func check(_ json: JSON, _ names: [String], _ place: String) throws(GemError) {
        guard let object = json.object else { throw wrong("\(place) is \(Self.excerpt(json)); it must be an object.") }
        let known = Set(names.map(Self.plain))
        guard let stray = object.members.first(where: { !known.contains(Self.plain($0.name)) }) else { return }
        throw wrong("\(place) has \"\(stray.name)\", which is not known; there are \(names.joined(separator: ", ")).")
    }

    private static func plain(_ name: String) -> String { name.filter { $0 != "_" }.lowercased() }

    private static func excerpt(_ json: JSON) -> String {
        let text = json.text()
        return text.count <= 60 ? text : text.prefix(57) + "…"
    }

    private func wrong(_ text: String) -> GemError { GemError(.badInput, "Fixture \(source): \(text)") }
}
