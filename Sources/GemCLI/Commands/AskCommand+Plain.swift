extension AskCommand {
    /// The command of a line `ask PROMPT [FILE…]` with none but common options, as the parser makes it of that; nil for every other line.
    ///
    /// Finding out by reflection what options there are, three times, takes the parser longer than all the rest of a known question: here they are looked up.
    /// What the parser would set is set by hand, since it keeps the defaults to itself; a test compares every one.
    static func plain(_ line: [String]) -> AskCommand? {
        guard line.first == "ask" else { return nil }
        var command = AskCommand()
        (command.attachments, command.answer, command.connection, command.endpoint) = ([], .standard, .standard, .standard)
        (command.schema, command.save, command.clip, command.fps) = (nil, nil, nil, nil)
        (command.candidates, command.logprobs) = (nil, nil)
        (command.stream, command.json, command.stats, command.fetch) = (true, false, false, false)
        var words = line.dropFirst()
        var prompt: String?
        var seen: Set<String> = []
        while let word = words.popFirst() {
            if !word.hasPrefix("-") {
                if prompt == nil { prompt = word } else { command.attachments.append(word) }
                continue
            }
            // What is given twice, or without its value, is the parser's.
            guard seen.insert(word).inserted else { return nil }
            if command.set(word) { continue }
            guard let value = words.popFirst(), !value.hasPrefix("-"), command.set(word, value) else { return nil }
        }
        guard let prompt, !(command.connection.refresh && command.connection.noStore) else { return nil }
        command.prompt = prompt
        return command
    }

    /// Sets a flag; false for what is none of the common ones.
    private mutating func set(_ flag: String) -> Bool {
        switch flag {
        case "-q", "--quiet": endpoint.quiet = true
        case "--json": json = true
        case "--stats": stats = true
        case "--no-stream": stream = false
        case "--search": answer.search = true
        case "--thoughts": answer.thoughts = true
        case "--refresh": connection.refresh = true
        case "--no-store": connection.noStore = true
        case "--vertex": endpoint.vertex = true
        default: return false
        }
        return true
    }

    /// Sets an option of any text; false for what is none of the common ones.
    private mutating func set(_ option: String, _ value: String) -> Bool {
        switch option {
        case "-m", "--model": answer.model = value
        case "--system": answer.system = value
        case "--schema": schema = value
        case "--save": save = value
        case "--cassette": connection.cassette = value
        case "--namespace": connection.namespace = value
        case "--store": endpoint.storage.store = value
        case "--base-url": endpoint.baseUrl = value
        case "--project": endpoint.project = value
        case "--location": endpoint.location = value
        default: return false
        }
        return true
    }
}

extension AnswerOptions {
    /// What is so where no option says otherwise.
    static var standard: Self {
        var answer = Self()
        (answer.model, answer.system, answer.context, answer.voice, answer.config) = (nil, nil, nil, nil, nil)
        (answer.thoughts, answer.search, answer.urlContext, answer.code) = (false, false, false, false)
        (answer.thinking, answer.resolution, answer.maxTokens, answer.seed) = (nil, nil, nil, nil)
        (answer.temperature, answer.topP, answer.topK, answer.presencePenalty, answer.frequencyPenalty) = (nil, nil, nil, nil, nil)
        (answer.stop, answer.modality, answer.safety) = ([], [], [])
        return answer
    }
}

extension Connection {
    fileprivate static var standard: Self {
        var (connection, giving) = (Self(), GivingOptions())
        (giving.pace, giving.reduce) = (nil, false)
        connection.giving = giving
        (connection.offline, connection.cassette, connection.record) = (.queue, nil, .once)
        (connection.refresh, connection.noStore, connection.sample) = (false, false, 0)
        (connection.timeout, connection.namespace) = (nil, "")
        return connection
    }
}

extension Endpoint {
    fileprivate static var standard: Self {
        var (endpoint, storage, freshness) = (Self(), Storage(), FreshnessOptions())
        (storage.store, storage.maxSize) = (nil, nil)
        (freshness.lifetimes, freshness.staleWhileRevalidate, freshness.staleIfError, freshness.scopeByCredential) = ([], nil, nil, false)
        (endpoint.storage, endpoint.freshness, endpoint.vertex, endpoint.quiet) = (storage, freshness, false, false)
        (endpoint.baseUrl, endpoint.project, endpoint.location, endpoint.credentials, endpoint.tokenFile) = (nil, nil, nil, nil, nil)
        return endpoint
    }
}
