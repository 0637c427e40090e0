/** A page that has only something to say. */
export function Plain({ heading, text }: { readonly heading: string; readonly text: string }) {
  return (
    <div className="body">
      <h1>{heading}</h1>
      <p className="about">{text}</p>
    </div>
  )
}
