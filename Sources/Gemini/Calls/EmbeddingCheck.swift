internal import GemCache
internal import GemCore

/// Refuses an item that a model surely refuses, from the bytes of its media themselves.
struct EmbeddingCheck {
    let model: String
    let limits: EmbeddingLimits

    /// One part with the name its user knows it by.
    struct Piece {
        var part: Part
        var name: String
        var attachment: Attachment?
        /// How long a film is that upstream holds already.
        var seconds: Double?
    }

    /// So many seconds more than a limit are still let through: a film cut to it is longer by the frame or packet that reaches over the end, and whether the API counts
    /// that is not known. What may fit is sent.
    private static let slack = 1.0

    /// Throws `badInput` with what was found, the limit and a remedy. What cannot be counted here is left to the model.
    func check(_ pieces: [Piece]) throws(GemError) {
        let tokens = pieces.reduce(0) { $0 + ($1.part.text.map(TokenFloor.of) ?? 0) }
        guard tokens <= limits.textTokens else {
            throw failure(
                "The text has at least \(tokens) tokens", "\(limits.textTokens) tokens of text", "Cut it into passages, and embed each.")
        }
        let media = pieces.compactMap { piece in facts(piece).map { (name: piece.name, facts: $0, seconds: seconds(piece, $0)) } }
        let images = media.filter { $0.facts.modality == .image }
        guard images.count <= limits.images else {
            throw failure(
                "There are \(images.count) images", "\(limits.images) images", "Give them as items of their own, each with its vector.")
        }
        let documents = media.filter { $0.facts.modality == .document }
        let pages = documents.reduce(0) { $0 + ($1.facts.pages ?? 1) }
        guard pages <= limits.pages else {
            throw failure(
                sentence(documents.map(\.name), "has", "have", "\(pages) pages"), "\(limits.pages) pages of PDF",
                "Split the document, and embed its parts one by one.")
        }
        try check(media.filter { $0.facts.modality == .video }.map { ($0.name, $0.seconds) }, limits.videoSeconds, "video")
        try check(media.filter { $0.facts.modality == .audio }.map { ($0.name, $0.seconds) }, limits.audioSeconds, "audio")
    }

    private func check(_ media: [(name: String, seconds: Double)], _ limit: Double, _ kind: String) throws(GemError) {
        let sum = media.reduce(0) { $0 + $1.seconds }
        guard sum > limit + Self.slack else { return }
        throw failure(
            sentence(media.map(\.name), "lasts", "last", Self.number(sum) + " seconds"), "\(Self.number(limit)) seconds of \(kind)",
            "Cut the \(kind) into pieces, and embed them one by one.")
    }

    private func failure(_ found: String, _ limit: String, _ remedy: String) -> GemError {
        GemError(.badInput, "\(found); \(model) embeds at most \(limit) at once. \(remedy)")
    }

    private func sentence(_ names: [String], _ one: String, _ many: String, _ rest: String) -> String {
        names.count == 1 ? "\(names[0]) \(one) \(rest)" : "\(names.joined(separator: " and ")) \(many) \(rest) together"
    }

    private func facts(_ piece: Piece) -> MediaFacts? {
        if let blob = piece.part.inlineData, let bytes = blob.bytes { return MediaProbe.facts(.memory(bytes), mimeType: blob.mimeType) }
        guard let file = piece.part.fileData, let type = file.mimeType else { return nil }
        guard let attachment = piece.attachment else {
            var facts = MediaFacts(mimeType: type, length: 0)
            facts.seconds = piece.seconds
            return facts
        }
        return MediaProbe.facts(.file(FileSlice(path: attachment.path, length: attachment.length)), mimeType: type)
    }

    /// How long the stretch is that is meant; 0 where it is not known.
    private func seconds(_ piece: Piece, _ facts: MediaFacts) -> Double {
        let whole = facts.seconds ?? 0
        let stretch = piece.part.videoMetadata
        let end = min(whole, Self.offset(stretch?["endOffset"]) ?? whole)
        return max(0, end - (Self.offset(stretch?["startOffset"]) ?? 0))
    }

    /// Reads a duration such as `12.5s`.
    static func offset(_ json: JSON?) -> Double? {
        guard let text = json?.string, text.hasSuffix("s"), let seconds = Double(text.dropLast()), seconds.isFinite else { return nil }
        return seconds
    }

    private static func number(_ seconds: Double) -> String { JSON.double((seconds * 10).rounded() / 10).text() }
}
