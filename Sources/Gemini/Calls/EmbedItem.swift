public import GemCore

/// Something that gets one vector: a text, a piece of media, or several taken together.
public struct EmbedItem: Sendable {
    enum Form: Sendable {
        case pieces([Media])
        case content(Content, [Attachment])
    }

    var form: Form
    /// What its vector is for; nil for the call's own task.
    public var task: EmbeddingTask?

    /// A text.
    public static func text(_ text: String, task: EmbeddingTask? = nil) -> EmbedItem { EmbedItem(form: .pieces([.text(text)]), task: task) }

    /// A document to be found, with its title where it has one.
    public static func document(_ text: String, title: String? = nil) -> EmbedItem {
        .text(text, task: .retrievalDocument(title: title))
    }

    /// A local file, an address, or bytes; a file of text counts as its text.
    public static func media(_ media: Media, task: EmbeddingTask? = nil) -> EmbedItem { EmbedItem(form: .pieces([media]), task: task) }

    /// Texts and media that are understood together, in this order.
    ///
    ///     .together(.text("a red bicycle"), "bicycle.png")
    public static func together(_ pieces: Media..., task: EmbeddingTask? = nil) -> EmbedItem { .together(pieces, task: task) }

    /// Texts and media that are understood together, in this order.
    public static func together(_ pieces: [Media], task: EmbeddingTask? = nil) -> EmbedItem {
        EmbedItem(form: .pieces(pieces), task: task)
    }

    /// A turn as it is; `attachments` are the local files its parts name by `Attachment.uri`.
    public static func content(_ content: Content, attachments: [Attachment] = [], task: EmbeddingTask? = nil) -> EmbedItem {
        EmbedItem(form: .content(content, attachments), task: task)
    }
}
