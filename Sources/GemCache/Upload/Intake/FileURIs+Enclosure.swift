internal import GemCore

extension FileURIs {
    /// What a place in a body lies in: the API's own messages, or data that is the user's.
    struct Enclosure {
        private var index = 0
        /// Of every object and list around the place, whether it is the user's.
        private var around: [Bool] = []
        private var text: ArraySlice<UInt8> = []
        private var name: ArraySlice<UInt8> = []

        /// Whether the place read up to is inside of the user's data.
        var isUsers: Bool { around.last ?? false }

        /// Reads on, up to a place between two values.
        mutating func read(_ body: [UInt8], to place: Int) {
            while index < place {
                switch body[index] {
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    let start = index
                    index += 1
                    while index < body.count, body[index] != body[start] { index += body[index] == UInt8(ascii: "\\") ? 2 : 1 }
                    text = body[min(start + 1, body.count)..<max(start + 1, min(index, body.count))]
                case UInt8(ascii: ":"): name = text
                case UInt8(ascii: ","): name = []
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    around.append(isUsers || !name.isEmpty && DialectName.aroundFiles.contains(DialectName(name)))
                    name = []
                case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = around.popLast()
                default: break
                }
                index += 1
            }
        }
    }
}
