extension AskCommand {
    /// The command of a line without options, `ask PROMPT [FILE…]`, as the parser makes it of that; nil for every other line.
    ///
    /// Finding out by reflection what options there are, three times, takes the parser longer than all the rest of a known question: here there are none to find.
    /// What the parser would set is set by hand, since it keeps the defaults to itself; a test compares every one.
    static func plain(_ line: [String]) -> AskCommand? {
        guard line.count > 1, line[0] == "ask", !line.contains(where: { $0.hasPrefix("-") }) else { return nil }
        var command = AskCommand()
        (command.prompt, command.attachments) = (line[1], Array(line[2...]))
        (command.answer, command.connection, command.endpoint) = (.standard, .standard, .standard)
        (command.schema, command.save, command.clip, command.fps) = (nil, nil, nil, nil)
        (command.stream, command.json, command.stats) = (true, false, false)
        return command
    }
}

extension AnswerOptions {
    /// What is so where no option says otherwise.
    static var standard: Self {
        var answer = Self()
        (answer.model, answer.system, answer.context, answer.voice) = (nil, nil, nil, nil)
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
