extension AskCommand {
    /// The command of a line without options, `ask PROMPT [FILE…]`, as the parser makes it of that; nil for every other line.
    ///
    /// Finding out by reflection what options there are, three times, takes the parser longer than all the rest of a known question: here there are none to find.
    static func plain(_ line: [String]) -> AskCommand? {
        guard line.count > 1, line[0] == "ask", !line.contains(where: { $0.hasPrefix("-") }) else { return nil }
        var command = AskCommand()
        command.endpoint = .standard
        command.connection = .standard
        command.prompt = line[1]
        command.attachments = Array(line[2...])
        command.answer = .standard
        command.schema = nil
        command.save = nil
        command.stream = true
        command.json = false
        command.stats = false
        return command
    }
}

extension Connection {
    /// What is so where no option says otherwise.
    fileprivate static var standard: Connection {
        var connection = Connection()
        connection.giving = .standard
        connection.offline = .queue
        connection.cassette = nil
        connection.record = .once
        connection.refresh = false
        connection.noStore = false
        connection.sample = 0
        connection.namespace = ""
        return connection
    }
}

extension AnswerOptions {
    /// What is so where no option says otherwise.
    static var standard: AnswerOptions {
        var answer = AnswerOptions()
        answer.model = nil
        answer.thinking = nil
        answer.thoughts = false
        answer.search = false
        answer.urlContext = false
        answer.code = false
        answer.system = nil
        answer.context = nil
        answer.temperature = nil
        answer.topP = nil
        answer.topK = nil
        answer.maxTokens = nil
        answer.seed = nil
        answer.stop = []
        answer.presencePenalty = nil
        answer.frequencyPenalty = nil
        answer.modality = []
        answer.voice = nil
        answer.resolution = nil
        answer.safety = []
        return answer
    }
}

extension Endpoint {
    fileprivate static var standard: Endpoint {
        var endpoint = Endpoint()
        endpoint.storage = .standard
        endpoint.freshness = .standard
        endpoint.baseUrl = nil
        endpoint.vertex = false
        endpoint.project = nil
        endpoint.location = nil
        endpoint.credentials = nil
        endpoint.tokenFile = nil
        endpoint.quiet = false
        return endpoint
    }
}

extension Storage {
    fileprivate static var standard: Storage {
        var storage = Storage()
        storage.store = nil
        storage.maxSize = nil
        return storage
    }
}

extension FreshnessOptions {
    fileprivate static var standard: FreshnessOptions {
        var freshness = FreshnessOptions()
        freshness.lifetimes = []
        freshness.staleWhileRevalidate = nil
        freshness.staleIfError = nil
        freshness.scopeByCredential = false
        return freshness
    }
}

extension GivingOptions {
    fileprivate static var standard: GivingOptions {
        var giving = GivingOptions()
        giving.pace = nil
        giving.reduce = false
        return giving
    }
}
