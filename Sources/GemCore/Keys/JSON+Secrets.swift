extension JSON {
    /// The value with all that may be a credential covered, to be shown: members named for one, and addresses that hold one.
    var withoutSecrets: JSON {
        switch self {
        case .string(let text): AddressSecret.isHeld(in: text) ? "<secret>" : self
        case .array(let elements): .array(elements.map(\.withoutSecrets))
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.map { member in
                        let isSecret = DialectName.secrets.contains(DialectName(member.name.utf8)) && member.value != .null
                        return JSON.Object.Member(member.name, isSecret ? "<secret>" : member.value.withoutSecrets)
                    }))
        default: self
        }
    }
}
