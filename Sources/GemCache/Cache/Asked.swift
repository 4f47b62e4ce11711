package import GemCore
internal import HTTPTypes

/// A request with what it asks: everything the cache decides from.
package struct Asked: Sendable {
    /// The question as a whole.
    package var question: Question
    /// The embeddings it asks for, one by one; empty where it embeds nothing.
    package var items: [Question]
    /// How its vectors are spelled; nil where it embeds nothing.
    package var form: EmbeddingForm?
    /// The body's bytes.
    package var body: [UInt8]

    /// Reads what `request` asks; nil where it is no question the cache knows, or where its body cannot be read (upstream will say why).
    package init?(_ request: Request, body: [UInt8], resolver: any MediaResolver) {
        let path = request.path
        let method = request.head.method
        let media = AttachmentResolver(attachments: request.attachments, next: resolver)
        guard
            let question = try? Question.read(method: method, path: path, body: body, options: request.options, resolver: media)
        else { return nil }
        self.question = question
        self.body = body
        form = EmbeddingForm(question.route.operation)
        switch form {
        case nil: items = []
        case .single: items = [question]
        case .batch, .predict:
            let batch = try? EmbeddingBatch.read(method: method, path: path, body: body, options: request.options, resolver: media)
            items = batch?.items.map(\.question) ?? []
            guard !items.isEmpty else { return nil }
        }
        for item in items where item.traits.reasonToPass != nil { self.question = question.marked(item.traits) }
    }

    /// How many values each of the embeddings is to have, as its key says it; nil where that is left to the model.
    package var sizes: [Int?] { form == nil ? [] : Question.sizes(ofEmbeddings: body, question.route) }

    /// Whether an operation is one the cache may answer, before its body is read.
    package static func mayAnswer(_ operation: Route.Operation) -> Bool {
        switch operation {
        case .listModels, .getModel, .chatCompletions, .openAIEmbeddings, .interactions: true
        default: operation.isQuestion
        }
    }
}

/// Knows the attachments of one request, and asks the next resolver for the rest.
package struct AttachmentResolver: MediaResolver {
    private let attachments: [Attachment]
    private let next: any MediaResolver

    /// Puts a request's attachments before `next`.
    package init(attachments: [Attachment], next: any MediaResolver) {
        self.attachments = attachments
        self.next = next
    }

    package func content(ofFile uri: String) -> MediaContent? {
        if uri.hasPrefix(Attachment.scheme), let attachment = attachments.first(where: { $0.uri == uri }) {
            return MediaContent(mimeType: attachment.mimeType, length: attachment.length, identity: .digest(attachment.digest))
        }
        return next.content(ofFile: uri)
    }

    package func canonical(ofCachedContent name: String) -> [UInt8]? { next.canonical(ofCachedContent: name) }
}
