// The page works without this. With it, the visitor's own zone is found, changing it needs no button, a page that
// was left open looks again before it is used, and a booking is sent once.
{
  const root = document.documentElement
  root.classList.add('scripted')
  const address = new URL(location.href)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (
    root.dataset.step === 'choose' &&
    zone &&
    root.dataset.zoneChosen !== 'true' &&
    root.dataset.zone !== zone
  ) {
    address.searchParams.set('tzid', zone)
    location.replace(address)
  }
  addEventListener('DOMContentLoaded', () => {
    const choice = document.querySelector('select[name=tzid]')
    choice?.addEventListener('change', () => choice.form.requestSubmit())
    document.querySelector('form[method=post]')?.addEventListener('submit', event => {
      const button = event.target.querySelector('button.main')
      if (button)
        setTimeout(() => {
          button.disabled = true
          button.textContent = 'Booking…'
        })
    })
  })
  let leftAt = Date.now()
  addEventListener('visibilitychange', () => {
    if (document.hidden) leftAt = Date.now()
    else if (root.dataset.step === 'choose' && Date.now() - leftAt > 60000) location.reload()
  })
  // Back to a page that was sent: its button works again.
  addEventListener('pageshow', event => {
    if (event.persisted) location.reload()
  })
}
