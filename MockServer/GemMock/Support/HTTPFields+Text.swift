internal import HTTPTypes

/// Header fields by their names as text, for the many that HTTPTypes does not name.
extension HTTPFields {
    subscript(text name: String) -> String? {
        get { HTTPField.Name(name).flatMap { self[$0] } }
        set {
            if let name = HTTPField.Name(name) { self[name] = newValue }
        }
    }
}
