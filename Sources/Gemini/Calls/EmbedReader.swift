internal import GemCache
internal import GemCore

/// Reads one item: its files, whether the model takes it, and its task.
struct EmbedReader {
    let plan: EmbedPlan
    /// Which of several items it is, from 1; nil for the only one.
    let place: Int?

    func entry(_ item: EmbedItem) async throws(GemError) -> EmbedPlan.Entry {
        var (content, pieces, attachments) = try await read(item)
        guard !pieces.isEmpty else { throw GemError(.badInput, "There is nothing to embed\(position); give texts or media.") }
        guard !pieces.contains(where: { $0.part.text?.isEmpty == true }) else {
            throw GemError(.badInput, "The text to embed is empty\(position); the API embeds no empty text.")
        }
        let model = plan.model
        if EmbeddingModels.isTextOnly(model), let media = pieces.first(where: { $0.part.text == nil }) {
            throw GemError(.badInput, "\(model) embeds text only, and \(media.name) is none; embed media with \(Gemini.embeddingModel).")
        }
        if plan.options.checksLimits, plan.options.autoTruncate != true, let limits = EmbeddingLimits.of(model) {
            try EmbeddingCheck(model: model, limits: limits).check(pieces)
        }
        let task = item.task ?? plan.task
        if plan.isNew, let task { content.parts = task.prefixed(content.parts) }
        let size = content.parts.reduce(0) { $0 + ($1.text?.utf8.count ?? $1.json["inlineData"]?["data"]?.string?.utf8.count ?? 100) }
        return EmbedPlan.Entry(content: content, attachments: attachments, task: plan.isNew ? nil : task, size: size)
    }

    private var position: String { place.map { " in item \($0)" } ?? "" }

    private func read(_ item: EmbedItem) async throws(GemError) -> (Content, [EmbeddingCheck.Piece], [Attachment]) {
        switch item.form {
        case .content(let content, let attachments):
            let pieces = content.parts.map { part in
                let attachment = attachments.first { $0.uri == part.fileData?.uri }
                return EmbeddingCheck.Piece(part: part, name: attachment?.path ?? Self.name(part), attachment: attachment)
            }
            return (content, pieces, attachments)
        case .pieces(let media):
            let read = try await plan.client.parts(of: media, timeLimit: plan.budget.left)
            let parts = read.parts.map(Self.text)
            let pieces = parts.enumerated().map { index, part in
                var piece = EmbeddingCheck.Piece(
                    part: part, name: Self.name(part), attachment: read.attachments.first { $0.uri == part.fileData?.uri })
                guard parts.count == media.count else { return piece }
                if case .file(let path, _) = media[index] { piece.name = path }
                if case .uploaded(let file) = media[index] {
                    piece.seconds = EmbeddingCheck.offset(file.raw["videoMetadata"]?["videoDuration"])
                }
                return piece
            }
            return (Content(role: nil, parts: parts), pieces, read.attachments)
        }
    }

    /// A file of text as the text it holds: what the models embed beside media is a part of text.
    private static func text(_ part: Part) -> Part {
        guard let blob = part.inlineData, blob.mimeType.hasPrefix("text/"), let bytes = blob.bytes,
            let text = String(validating: bytes, as: UTF8.self)
        else { return part }
        return .text(text)
    }

    private static func name(_ part: Part) -> String {
        part.fileData?.uri ?? part.inlineData.map { "the \($0.mimeType) data" } ?? "the text"
    }
}
