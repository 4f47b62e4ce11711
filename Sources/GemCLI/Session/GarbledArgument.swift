import GemCore

/// An argument that is no UTF-8 text.
///
/// Swift puts signs of its own in the place of such bytes, so that two names would be one, and a file not be found.
struct GarbledArgument {
    /// The error of the first such argument; nil where there is none. `bytes` gives an argument's bytes by its place.
    static func complaint(_ arguments: [String], bytes: (Int) -> [UInt8]?) -> GemError? {
        for (place, argument) in arguments.enumerated() where argument.unicodeScalars.contains("\u{FFFD}") {
            guard let bytes = bytes(place), String(validating: bytes, as: UTF8.self) == nil else { continue }
            return GemError(
                .badInput,
                "Argument \(place + 1) (\(argument.prefix(80))) is no UTF-8 text. Rename the file, or give it on standard input as -; convert a text, such as with iconv."
            )
        }
        return nil
    }

    /// The bytes of this process's own argument, counted from the first behind the program's name.
    static func bytes(_ place: Int) -> [UInt8]? {
        guard place + 1 < Int(CommandLine.argc), let start = CommandLine.unsafeArgv[place + 1] else { return nil }
        var (bytes, index) = ([UInt8](), 0)
        while start[index] != 0 {
            bytes.append(UInt8(bitPattern: start[index]))
            index += 1
        }
        return bytes
    }
}
