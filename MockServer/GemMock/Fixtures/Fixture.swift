internal import GemCore

/// One prepared answer: what it matches, what it says, how often.
struct Fixture: Sendable {
    /// What an answer is made of.
    enum Answer: Sendable {
        case response(JSON)
        case stream([JSON], delays: [Int64])
        case error(APIFailure)
    }

    /// What a request must be.
    struct Match: Sendable {
        var key: RequestKey?
        var model = ""
        var operation = ""
        var text: Pattern?
    }

    /// A piece of text, or a regular expression.
    enum Pattern: Sendable {
        case substring(String)
        case expression(String)

        func matches(_ text: String) -> Bool {
            switch self {
            case .substring(let part): part.isEmpty || text.contains(part)
            case .expression(let source): (try? Regex(source)).map { text.contains($0) } ?? false
            }
        }
    }

    /// Where it was read, for messages.
    var source: String
    var match: Match
    var answer: Answer
    /// How often it answers; nil for always.
    var times: Int?

    /// Reads a fixture; throws `badInput` that names the file and what is wrong.
    init(_ json: JSON, source: String) throws(GemError) {
        self.source = source
        func wrong(_ text: String) -> GemError { GemError(.badInput, "Fixture \(source): \(text)") }
        let match = json.field("match") ?? .null
        self.match = Match(model: Route.shortModel(match.text(of: "model")), operation: match.text(of: "operation"))
        if let key = match.field("key") {
            guard let key = key.string.flatMap({ RequestKey($0) }) else { throw wrong("match.key must be 32 hexadecimal digits.") }
            self.match.key = key
        }
        if !self.match.operation.isEmpty, Route.Operation(rawValue: self.match.operation) == nil {
            throw wrong("match.operation \(self.match.operation) is not known; use generateContent, countTokens, embedContent …")
        }
        if let text = match.field("text")?.string {
            if text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") {
                let source = String(text.dropFirst().dropLast())
                do { _ = try Regex(source) } catch { throw wrong("match.text is no regular expression: \(error)") }
                self.match.text = .expression(source)
            } else {
                self.match.text = .substring(text)
            }
        }
        times = json.field("times")?.int
        if let response = json.field("response") {
            answer = .response(response)
        } else if let stream = json.field("stream")?.array, !stream.isEmpty {
            answer = .stream(stream, delays: json.list("delaysMs").map { Int64(max(0, min(86_400_000, $0.int ?? 0))) })
        } else if let error = json.field("error") {
            let code = error.field("code")?.int ?? 500
            guard (400...599).contains(code) else { throw wrong("error.code \(code) is no error's HTTP status.") }
            var failure = APIFailure.standard(code)
            if let status = error.field("status")?.string { failure.status = status }
            if let message = error.field("message")?.string { failure.message = message }
            if let details = error.field("details")?.array { failure.details = details }
            answer = .error(failure)
        } else {
            throw wrong("it needs one of response, stream (a list that is not empty) and error.")
        }
    }

    /// Whether it answers a request.
    func matches(key: RequestKey?, route: Route, text: String) -> Bool {
        if let wanted = match.key, wanted != key { return false }
        if !match.model.isEmpty, match.model != route.model { return false }
        if !match.operation.isEmpty, match.operation != route.operation.rawValue,
            match.operation != "generateContent" || route.operation != .streamGenerateContent
        {
            return false
        }
        return match.text?.matches(text) ?? true
    }
}

extension Fixture.Answer {
    /// The answer in the shape that was asked for: a message becomes a stream of one event, a stream is joined into a message.
    func reply(shape: Route.Shape) throws(APIFailure) -> Reply {
        switch self {
        case .error(let failure): throw failure
        case .response(let json): return shape == .unary ? .json(json) : .stream([json], shape: shape)
        case .stream(let events, let delays):
            return shape == .unary ? .json(Self.join(events)) : .stream(events, shape: shape, delays: delays)
        }
    }

    /// The message a stream adds up to: the last event, with all parts of the first candidate.
    private static func join(_ events: [JSON]) -> JSON {
        guard var message = events.last else { return .object(JSON.Object()) }
        var parts: [JSON] = []
        for event in events {
            for part in event.field("candidates")?[0]?.field("content")?.list("parts") ?? [] {
                let isThought = part.field("thought")
                if let text = part.field("text")?.string, let last = parts.last, let before = last.field("text")?.string,
                    last.field("thought") == isThought, part.field("thoughtSignature") == nil || text.isEmpty
                {
                    var joined = last
                    joined["text"] = .string(before + text)
                    if let signature = part.field("thoughtSignature") { joined["thoughtSignature"] = signature }
                    parts[parts.count - 1] = joined
                } else {
                    parts.append(part)
                }
            }
        }
        guard var candidate = message.field("candidates")?[0] else { return message }
        var content = candidate.field("content") ?? ["role": "model"]
        content["parts"] = .array(parts)
        candidate["content"] = content
        message["candidates"] = .array([candidate] + (message.field("candidates")?.array?.dropFirst() ?? []))
        return message
    }
}
