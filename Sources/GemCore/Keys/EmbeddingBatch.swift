public import HTTPTypes

/// One request that asks for several embeddings (`batchEmbedContents`, Vertex `:predict`), item by item.
public struct EmbeddingBatch: Sendable {
    /// One text or content to embed.
    public struct Item: Sendable {
        /// What the item asks, equal to the same content's `embedContent` alone.
        public let question: Question
        /// The item's own JSON as it was sent: an element of `requests` or of `instances`.
        public let body: [UInt8]
    }

    /// The items in the order they were sent.
    public let items: [Item]

    /// Reads the items of a request; nil where it is no batch of embeddings, `badInput` where its body is no JSON.
    public static func read(
        method: HTTPRequest.Method, path: String, body: [UInt8], options: RequestOptions = RequestOptions(),
        resolver: any MediaResolver = NoResolver()
    ) throws(GemError) -> EmbeddingBatch? {
        let route = Route(method: method, path: path)
        guard route.operation == .batchEmbedContents || route.operation == .predict else { return nil }
        return try QuestionForm(route: route, path: path, options: options, resolver: resolver).batch(body)
    }

    /// The only item's question, or one that stands for all.
    func asOneQuestion(_ form: QuestionForm) -> Question {
        if items.count == 1 { return items[0].question }
        var out: [UInt8] = []
        var traits = form.head(.batchEmbedContents, &out)
        out.append(UInt8(ascii: "["))
        for item in items {
            traits.formUnion(item.question.traits)
            out.append(UInt8(ascii: "c"))
            out.append(contentsOf: "\(item.question.canonical.count):".utf8)
            out.append(contentsOf: item.question.canonical)
        }
        out.append(UInt8(ascii: "]"))
        return Question(canonical: out, route: form.route, traits: traits)
    }
}

extension QuestionForm {
    /// The items of a batch; nil for a `:predict` on a model that makes no embeddings.
    func batch(_ body: [UInt8]) throws(GemError) -> EmbeddingBatch? {
        let isPredict = route.operation == .predict
        guard !isPredict || EmbeddingModel.isOne(route.model) else { return nil }
        return try body.withUnsafeBufferPointer { (input) throws(GemError) -> EmbeddingBatch in
            let outline = try Outline(input, context, list: isPredict ? "instances" : "requests")
            let root = isPredict ? KeySchema.Root.instance : KeySchema.Root.embed
            var items: [EmbeddingBatch.Item] = []
            for range in outline.items {
                var scanner = KeyScanner(input, context)
                let traits = head(.embedContent, &scanner.out)
                scanner.index = range.lowerBound
                try scanner.scanItem(root, shared: outline.shared)
                items.append(.init(question: finished(scanner, traits), body: Array(input[range])))
            }
            return EmbeddingBatch(items: items)
        }
    }

    /// Where a batch's items stand, and the members around them that hold for each.
    private struct Outline {
        var items: [Range<Int>] = []
        /// Where each member starts that is not the list.
        var shared: [Int] = []

        init(_ input: UnsafeBufferPointer<UInt8>, _ context: KeyScanner.Context, list: StaticString) throws(GemError) {
            var scanner = KeyScanner(input, context)
            guard scanner.peek() == UInt8(ascii: "{") else { throw scanner.failure("Expected an object") }
            try scanner.descend()
            var isFirst = true
            var hasList = false
            while true {
                // The place of the name is known only after the comma before it.
                guard let (start, name) = try scanner.nextPlacedName(&isFirst) else { break }
                let isList = scanner.withBytes(of: name) { $0.elementsEqual(KeySchema.bytes(list)) }
                if isList {
                    // Whether the API joins two lists or takes one of them, it is not for a key to guess.
                    guard !hasList else { throw scanner.failure("It names its list of items twice") }
                    hasList = true
                    items = try scanner.elementRanges()
                } else {
                    shared.append(start)
                    try scanner.scanData()
                    scanner.out.removeAll(keepingCapacity: true)
                }
            }
            try scanner.finish()
        }
    }
}

extension KeyScanner {
    /// Reads one item of a batch and the members around the batch, which its own go before.
    fileprivate mutating func scanItem(_ message: Int, shared: [Int]) throws(GemError) {
        guard peek() == UInt8(ascii: "{") else { throw failure("Expected an object") }
        out.append(UInt8(ascii: "{"))
        let start = out.count
        try collect(message, rank: 0)
        for place in shared {
            index = place
            try scanMember(try scanName(), of: message, rank: Self.aroundBatch)
        }
        arrange(from: 0, start: start)
        out.append(UInt8(ascii: "}"))
    }

    fileprivate mutating func nextPlacedName(_ isFirst: inout Bool) throws(GemError) -> (Int, Text)? {
        if take(UInt8(ascii: "}")) { return nil }
        if !isFirst {
            guard take(UInt8(ascii: ",")) else { throw failure("Expected , or } after a member") }
            if take(UInt8(ascii: "}")) { return nil }
        }
        isFirst = false
        skipSpace()
        let start = index
        return (start, try scanName())
    }

    /// Where the elements of a list stand, one value counting as a list.
    fileprivate mutating func elementRanges() throws(GemError) -> [Range<Int>] {
        if takeWord("null") { return [] }
        var ranges: [Range<Int>] = []
        let isList = peek() == UInt8(ascii: "[")
        if isList { try descend() }
        var isFirst = true
        while try isList ? nextElement(&isFirst) : ranges.isEmpty {
            skipSpace()
            let start = index
            try scanData()
            out.removeAll(keepingCapacity: true)
            ranges.append(start..<index)
        }
        if isList { depth -= 1 }
        return ranges
    }
}

/// What is known of embedding models.
enum EmbeddingModel {
    /// Whether a model makes embeddings, by its name; `multimodalembedding`, which makes several of one instance, is none of these.
    static func isOne(_ model: String) -> Bool {
        let name = model.lowercased()
        return name.contains("embed") && !name.hasPrefix("multimodalembedding")
    }

    /// The size of a model's vectors where none is asked for; nil where it is not known.
    static func defaultDimension(_ model: String) -> Int? { sizes[model] }

    private static let sizes: [String: Int] = [
        "gemini-embedding-001": 3072, "gemini-embedding-2": 3072, "gemini-embedding-2-preview": 3072,
        "gemini-embedding-exp": 3072, "gemini-embedding-exp-03-07": 3072, "text-embedding-large-exp-03-07": 3072,
        "text-embedding-005": 768, "text-embedding-004": 768, "text-embedding-preview-0409": 768, "text-multilingual-embedding-002": 768,
        "text-multilingual-embedding-preview-0409": 768, "embedding-001": 768,
        "textembedding-gecko@001": 768, "textembedding-gecko@002": 768, "textembedding-gecko@003": 768,
        "textembedding-gecko-multilingual@001": 768,
    ]
}
