import ArgumentParser
import Gemini

/// Which vectors are wanted: the options that `embed` and `similar` share.
struct EmbeddingPurpose: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "name"), completion: Completions.embedders)
    var model = Gemini.embeddingModel

    @Option(help: ArgumentHelp("The vectors' length: 3072, 1536, 768, or any other down to 1.", valueName: "n"))
    var dimensions: Int?

    @Option(
        help: ArgumentHelp(
            "What the vectors are for: search-result, question-answering, fact-checking or code-retrieval for a query; document for what it is to find; classification, clustering, sentence-similarity.",
            valueName: "task"))
    var task: Task?

    @Option(help: ArgumentHelp("The title of a document; says that it is one.", valueName: "text"))
    var title: String?

    enum Task: String, ExpressibleByArgument, CaseIterable {
        case document, classification, clustering
        case searchResult = "search-result"
        case questionAnswering = "question-answering"
        case factChecking = "fact-checking"
        case codeRetrieval = "code-retrieval"
        case sentenceSimilarity = "sentence-similarity"
    }

    /// The task for the client.
    var embeddingTask: EmbeddingTask? {
        switch task {
        case nil: title.map { .retrievalDocument(title: $0) }
        case .document: .retrievalDocument(title: title)
        case .searchResult: .retrievalQuery
        case .questionAnswering: .questionAnswering
        case .factChecking: .factVerification
        case .codeRetrieval: .codeRetrievalQuery
        case .classification: .classification
        case .clustering: .clustering
        case .sentenceSimilarity: .semanticSimilarity
        }
    }

    func validate() throws {
        if let dimensions, dimensions < 1 { throw ValidationError("--dimensions takes a positive number.") }
        if title != nil, let task, task != .document {
            throw ValidationError("--title is for documents; leave --task \(task.rawValue) out.")
        }
    }
}
