/// What the fields of a request's messages are, for the scanner that makes keys: names in both spellings, kinds, rules.
///
/// The tables stand in `KeySchema+Tables.swift`, made from the API's description. One instance serves the process.
final class KeySchema: Sendable {
    static let shared = KeySchema()

    /// How a field's value becomes canonical.
    enum Kind: UInt8, Sendable {
        case text, number, float, flag, enumeration, message, map, bytes, duration
        /// User data: names and values as they are, member order without meaning.
        case data
        /// A JSON-Schema body: user data whose member order means something.
        case ordered
        /// No part of the question.
        case ignored
        case role, model, cachedContent, callID, secret
        /// A text, or a secret where it is an address that holds a credential.
        case address
        /// An embedding's size; the model's default is the same as none.
        case dimension
        case falseIsAbsent, trueIsAbsent
        /// An object whose members stand for, and go before, those of the message it is in.
        case override
        /// Like `override`, and the message's other members do not count.
        case replace
        /// `Content`, or a text that stands for one.
        case textContent
        /// `FileData`, equal to the inline data it names where that is known.
        case fileData
        /// An enum in one version of the API, a message in another.
        case mediaResolution
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let repeated = Flags(rawValue: 1)
        static let emptyIsAbsent = Flags(rawValue: 2)
        static let nullIsData = Flags(rawValue: 4)
        static let timeDependent = Flags(rawValue: 8)
        /// No field in an object whose members stand for those of its message.
        static let notInOverride = Flags(rawValue: 16)
    }

    struct Field: Sendable {
        let name: StaticString
        let alias: StaticString
        let kind: Kind
        let flags: Flags
        /// The index of the field's message or enum.
        let target: Int

        init(_ name: StaticString, _ alias: StaticString, _ kind: Kind, _ target: Int = 0, flags: Flags = []) {
            (self.name, self.alias, self.kind, self.target, self.flags) = (name, alias, kind, target, flags)
        }

        /// Whether the API joins two members of this name.
        var isJoined: Bool {
            switch kind {
            case .message, .map, .fileData, .textContent, .mediaResolution: true
            default: flags.contains(.repeated)
            }
        }

        /// Whether it holds for each item of a batch where it stands beside the list of items.
        var isShared: Bool { kind == .override || kind == .model || kind == .ignored }
    }

    struct EnumValue: Sendable {
        let name: StaticString
        let developer: Int16
        let vertex: Int16

        init(_ name: StaticString, _ developer: Int16, _ vertex: Int16) {
            (self.name, self.developer, self.vertex) = (name, developer, vertex)
        }
    }

    private struct Message: Sendable {
        var firstSlot: Int
        var mask: Int
    }

    /// All messages' fields one after the other, by name within a message; an index names a field.
    let fields: [Field]
    private let messages: [Message]
    /// Open addressing: field index + 1, 0 where free.
    private let slots: [UInt16]

    private init() {
        var fields: [Field] = []
        var messages: [Message] = []
        var slots: [UInt16] = []
        for table in Self.messageTable {
            var size = 4
            while size < table.count * 4 { size *= 2 }
            let message = Message(firstSlot: slots.count, mask: size - 1)
            slots.append(contentsOf: repeatElement(0, count: size))
            for field in table {
                fields.append(field)
                let spellings = Self.bytes(field.name).elementsEqual(Self.bytes(field.alias)) ? [field.name] : [field.name, field.alias]
                for spelling in spellings {
                    var place = Self.hash(Self.bytes(spelling)) & message.mask
                    while slots[message.firstSlot + place] != 0 { place = (place + 1) & message.mask }
                    slots[message.firstSlot + place] = UInt16(fields.count)
                }
            }
            messages.append(message)
        }
        (self.fields, self.messages, self.slots) = (fields, messages, slots)
    }

    /// The field of a message by either of its names.
    func field(_ name: UnsafeBufferPointer<UInt8>, in message: Int) -> Int? {
        let message = messages[message]
        var place = Self.hash(name) & message.mask
        while true {
            let slot = Int(slots[message.firstSlot + place])
            guard slot > 0 else { return nil }
            let field = fields[slot - 1]
            if Self.equal(name, field.name) || Self.equal(name, field.alias) { return slot - 1 }
            place = (place + 1) & message.mask
        }
    }

    /// The field of a message by its name.
    func field(_ name: StaticString, in message: Int) -> Int? { field(Self.bytes(name), in: message) }

    /// The name of an enum's value whatever its case.
    func value(_ name: UnsafeBufferPointer<UInt8>, ofEnum index: Int) -> StaticString? {
        for value in Self.enumTable[index] where value.name.utf8CodeUnitCount == name.count {
            let text = Self.bytes(value.name)
            if name.indices.allSatisfy({ Self.upper(name[$0]) == Self.upper(text[$0]) }) { return value.name }
        }
        return nil
    }

    /// The name of an enum's value by its integer in one of the services.
    func value(_ number: Int, ofEnum index: Int, api: Route.API) -> StaticString? {
        guard number >= 0 else { return nil }
        return Self.enumTable[index].first { Int(api == .vertex ? $0.vertex : $0.developer) == number }?.name
    }

    static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    static func upper(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }

    static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    private static func equal(_ name: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
        let other = bytes(text)
        guard name.count == other.count else { return false }
        for index in 0..<name.count where name[index] != other[index] { return false }
        return true
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in name { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}
