/// A number of tokens that a text surely has, without knowing the model's vocabulary.
///
/// Every word is at least one token, since tokens do not reach across white space between words; a long word is one for each 16 characters, which is as long as the
/// pieces of such vocabularies get, where a character repeated in a row counts once. True counts are higher: English has about 1.3 tokens a word.
enum TokenFloor {
    private static let longest = 16

    static func of(_ text: String) -> Int {
        var (sum, letters) = (0, 0)
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                sum += (letters + longest - 1) / longest
                letters = 0
            } else if scalar != last {
                letters += 1
            }
            last = scalar
        }
        return sum + (letters + longest - 1) / longest
    }
}
