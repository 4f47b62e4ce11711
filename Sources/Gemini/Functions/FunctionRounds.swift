public import GemCore

/// Runs the functions an answer calls, round after round, and keeps the conversation that comes of it.
struct FunctionRounds: Sendable {
    private let functions: [String: FunctionTool]
    private let limit: Int
    /// The functions the caller declared without a closure, and calls by hand.
    private let byHand: Set<String>
    /// The question's turns, and those of the rounds so far.
    private(set) var contents: [Content]
    private var rounds = 0

    /// Starts with a question that offers the functions already.
    init(_ functions: [FunctionTool], limit: Int, question: GenerateContentRequest) {
        self.functions = Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
        self.limit = limit
        let declared = question.tools.flatMap { $0.json["functionDeclarations"]?.array ?? [] }.compactMap { $0["name"]?.string }
        byHand = Set(declared).subtracting(self.functions.keys)
        contents = question.contents
    }

    /// Runs what `response` calls, at the same time, and adds the turns; false where it calls nothing, or a function without a
    /// closure.
    ///
    /// The model's turn goes back as it came, signatures and ids included. Throws `functionLimit` where the rounds are used up.
    mutating func go(on response: GenerateContentResponse) async throws(GemError) -> Bool {
        guard !functions.isEmpty, let candidate = try? response.answered else { return false }
        let calls = candidate.content.parts.compactMap(\.functionCall)
        guard !calls.isEmpty, !calls.contains(where: { byHand.contains($0.name) }) else { return false }
        guard rounds < limit else {
            throw GemError(
                .functionLimit,
                "The model still calls functions (\(calls.map(\.name).joined(separator: ", "))) after \(limit) rounds. Raise functionRounds, or "
                    + "let it answer: with the mode ANY it must always call one.")
        }
        rounds += 1
        let answers = try await results(of: calls)
        let parts = zip(calls, answers).map { call, answer in Part.functionResponse(call.name, answer, id: call.id) }
        contents += [candidate.content, Content(parts: parts)]
        return true
    }

    /// The answers in the order of the calls.
    private func results(of calls: [FunctionCall]) async throws(GemError) -> [JSON] {
        let results = await withTaskGroup(of: (Int, Result<JSON, GemError>).self) { group in
            for (place, call) in calls.enumerated() {
                group.addTask { (place, await self.result(of: call)) }
            }
            var results = [Result<JSON, GemError>](repeating: .success(.null), count: calls.count)
            for await (place, result) in group { results[place] = result }
            return results
        }
        var answers: [JSON] = []
        for result in results { answers.append(try result.get()) }
        return answers
    }

    private func result(of call: FunctionCall) async -> Result<JSON, GemError> {
        guard let function = functions[call.name] else {
            let known = functions.keys.sorted().joined(separator: ", ")
            return .success(["error": .string("There is no function \(call.name); there are: \(known).")])
        }
        do throws(GemError) { return .success(try await function.answer(call)) } catch { return .failure(error) }
    }
}

extension Gemini {
    /// Asks a question, runs the functions the model calls, and asks again until it answers.
    ///
    /// The functions are added to the question's tools. The answer's `history` has all turns: the question's, the model's calls as they
    /// came, the functions' results, the answer. Throws `functionLimit` where the model still calls functions after `rounds` rounds.
    public func generate(
        _ question: GenerateContentRequest, functions: [FunctionTool], rounds: Int = 10, model: String? = nil,
        options: RequestOptions = RequestOptions(), onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> GenerateContentResponse {
        try await self.rounds(
            try question.offering(functions), functions: functions, limit: rounds, model: model, options: options, onProgress: onProgress)
    }

    /// Asks a question that offers its functions already.
    func rounds(
        _ question: GenerateContentRequest, functions: [FunctionTool], limit: Int, model: String?, options: RequestOptions,
        onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> GenerateContentResponse {
        var question = question
        var rounds = FunctionRounds(functions, limit: limit, question: question)
        while true {
            var response = try await generate(question, model: model, options: options, onProgress: onProgress)
            guard try await rounds.go(on: response) else {
                if !functions.isEmpty { response.history = rounds.contents + response.turn }
                return response
            }
            question.contents = rounds.contents
        }
    }
}

extension GenerateContentRequest {
    /// The question with functions among its tools; throws where one cannot be declared, or two have one name.
    func offering(_ functions: [FunctionTool]) throws(GemError) -> GenerateContentRequest {
        guard !functions.isEmpty else { return self }
        var declarations: [FunctionDeclaration] = []
        for function in functions {
            guard !declarations.contains(where: { $0.name == function.name }) else {
                throw GemError(.badInput, "Two functions have the name \(function.name); give each a name of its own.")
            }
            declarations.append(try function.declaration)
        }
        var question = self
        question.tools += [.functions(declarations)]
        return question
    }
}

extension GenerateContentResponse {
    /// The first answer as a turn; none where it says nothing.
    var turn: [Content] { first.map { $0.content.parts.isEmpty ? [] : [$0.content] } ?? [] }
}

extension GemError.Code {
    /// The model calls functions round after round and gives no answer.
    public static let functionLimit = GemError.Code("function-limit", 1)
}
