/// The names of the models the mock serves, which are those of the API.
package enum ModelNames {
    /// Those of the Developer API that take a method, such as `generateContent`, in the order they are listed.
    package static func taking(_ method: String) -> [String] {
        ModelTable.all.filter { !$0.isVertexOnly && $0.methods.contains(method) }.map(\.name)
    }
}
