internal import GemCore

/// A function call whose arguments come in pieces, put together as the unary answer has it.
struct CallPieces {
    private var part: Part
    /// Texts and values by the place they belong to, in the order in which these came.
    private var values: [(path: String, text: String, value: JSON?)] = []
    private var places: [String: Int] = [:]

    /// Starts with the part that names the function.
    init(_ part: Part) {
        self.part = part
        take(part.functionCall?.partialArgs ?? [])
    }

    /// Adds what follows.
    mutating func add(_ next: Part) {
        take(next.functionCall?.partialArgs ?? [])
        if part.thoughtSignature == nil { part.thoughtSignature = next.thoughtSignature }
    }

    private mutating func take(_ pieces: [PartialArgument]) {
        for piece in pieces {
            let place = places[piece.path] ?? values.count
            if place == values.count {
                values.append((piece.path, "", nil))
                places[piece.path] = place
            }
            values[place].text += piece.string ?? ""
            values[place].value = piece.number.map { .double($0) } ?? piece.bool.map { .bool($0) } ?? (piece.isNull ? .null : nil)
        }
    }

    /// The part with the whole call; nil where a piece belongs nowhere.
    func whole() -> Part? {
        var args = part.functionCall?.args ?? .null
        for (path, text, value) in values {
            guard let steps = Self.steps(path), let next = Self.put(value ?? .string(text), at: steps[...], in: args) else { return nil }
            args = next
        }
        var (whole, call) = (part, part.json["functionCall"])
        call?["partialArgs"] = nil
        call?["willContinue"] = nil
        call?["args"] = args
        whole.json["functionCall"] = call
        return whole
    }

    private enum Step {
        case name(String)
        case index(Int)
    }

    /// The steps of a path such as `$.steps[2].title` or `$['first name']`; nil for what is none.
    private static func steps(_ path: String) -> [Step]? {
        guard path.hasPrefix("$") else { return nil }
        var rest = path.dropFirst()
        var steps: [Step] = []
        while let mark = rest.popFirst() {
            if mark == "." {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                steps.append(.name(String(name)))
                rest = rest.dropFirst(name.count)
            } else {
                guard mark == "[", let first = rest.first else { return nil }
                let isName = first == "'" || first == "\""
                let end = isName ? rest.dropFirst().firstRange(of: "\(first)]") : rest.firstRange(of: "]")
                guard let end else { return nil }
                let inner = rest[(isName ? rest.index(after: rest.startIndex) : rest.startIndex)..<end.lowerBound]
                guard let step = isName ? .name(String(inner)) : Int(inner).map(Step.index) else { return nil }
                steps.append(step)
                rest = rest[end.upperBound...]
            }
        }
        return steps.isEmpty || steps.count > 64 ? nil : steps
    }

    /// What `json` becomes with a value at a place; a list grows by one at most.
    private static func put(_ value: JSON, at steps: ArraySlice<Step>, in json: JSON?) -> JSON? {
        guard let step = steps.first else { return value }
        switch step {
        case .name(let name):
            var object = json ?? .null
            guard object == .null || object.object != nil, let inner = put(value, at: steps.dropFirst(), in: object[name]) else {
                return nil
            }
            object[name] = inner
            return object
        case .index(let index):
            var list = json?.array ?? []
            guard json == nil || json == .null || json?.array != nil, 0...list.count ~= index else { return nil }
            guard let inner = put(value, at: steps.dropFirst(), in: list.indices.contains(index) ? list[index] : nil) else { return nil }
            if index == list.count { list.append(inner) } else { list[index] = inner }
            return .array(list)
        }
    }
}

extension GenerateContentResponse {
    /// The answer with the function calls that came in pieces (`streamFunctionCallArguments` of Vertex AI) put together.
    ///
    /// Throws where the pieces make no whole, since a function must not be called with half of its arguments.
    func withWholeCalls(_ model: String) throws(GemError) -> GenerateContentResponse {
        guard let list = json["candidates"]?.array else { return self }
        var (candidates, isChanged) = (list, false)
        for (index, candidate) in list.enumerated() {
            guard let parts = candidate["content"]?["parts"]?.array, parts.contains(where: Self.isPiece) else { continue }
            guard let whole = Self.whole(parts) else {
                throw GemError(.upstream, "\(model) called a function with arguments in pieces that make no whole. Ask again.")
            }
            candidates[index]["content"]?["parts"] = .array(whole)
            isChanged = true
        }
        guard isChanged else { return self }
        var response = self
        response.json["candidates"] = .array(candidates)
        return response
    }

    private static func isPiece(_ part: JSON) -> Bool {
        guard let call = part["functionCall"] else { return false }
        return call["willContinue"] == true || call["partialArgs"] != nil
    }

    /// The parts with each call in one; nil where one of them does not begin or makes no whole.
    private static func whole(_ parts: [JSON]) -> [JSON]? {
        var whole: [JSON] = []
        var open: CallPieces?
        for json in parts {
            let part = Part(json: json)
            let call = part.functionCall
            if let call, !call.name.isEmpty || open == nil {
                guard !call.name.isEmpty, close(&open, &whole) else { return nil }
                guard isPiece(json) else {
                    whole.append(json)
                    continue
                }
                open = CallPieces(part)
            } else if call != nil {
                open?.add(part)
            } else {
                guard close(&open, &whole) else { return nil }
                whole.append(json)
                continue
            }
            // The last piece, which may be empty, says that no more comes.
            if call?.willContinue != true, !close(&open, &whole) { return nil }
        }
        return close(&open, &whole) ? whole : nil
    }

    private static func close(_ open: inout CallPieces?, _ whole: inout [JSON]) -> Bool {
        guard let call = open else { return true }
        open = nil
        guard let part = call.whole() else { return false }
        whole.append(part.json)
        return true
    }
}
