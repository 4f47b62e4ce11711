/// A text that is equal only to the same bytes.
///
/// `String` also takes for equal what Unicode calls canonically equivalent, an é of one character and one of two; to a server they are two texts. For tables and
/// memos of what came in a request.
package struct ExactText: Sendable, Hashable, Comparable {
    /// The text.
    package var text: String

    /// Wraps a text.
    package init(_ text: String) { self.text = text }

    package static func == (left: ExactText, right: ExactText) -> Bool { left.text.isExactly(right.text) }

    package static func < (left: ExactText, right: ExactText) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xff as UInt8)
    }
}

extension String {
    /// Whether this is the other text byte for byte.
    package func isExactly(_ other: String) -> Bool { utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) }
}
